//! The crate's documentation lists the features of `Cargo.toml`, all of them.

const MANIFEST: &str = include_str!("../../Cargo.toml");
const CRATE: &str = include_str!("../../src/lib.rs");

#[test]
fn every_feature_is_documented() {
    let (_, features) = MANIFEST.split_once("\n[features]\n").unwrap();
    let (features, _) = features.split_once("\n[").unwrap();
    let name = |line: &'static str| line.split_once(" = ").map(|(name, _)| name);
    let features: Vec<&str> =
        features.lines().filter(|line| !line.starts_with('#')).filter_map(name).collect();
    let documented = CRATE.lines().filter_map(|line| {
        let (names, _) = line.strip_prefix("//! | `")?.split_once("` |")?;
        Some(names)
    });
    let documented: Vec<&str> = documented.collect();
    let named: Vec<&str> = features.into_iter().filter(|name| *name != "default").collect();
    assert_eq!(documented, named);
}
