//! `docs/catalogs.md` lists the shipped catalogs, and how much of each platform is published.
//! `SNAPSHOTS=overwrite cargo test --test docs shipped_page` writes it anew.

use drawdown::Catalog;
use snapbox::file;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

const HEAD: &str = "# The shipped catalogs

Each file in [catalogs/](../catalogs) says where its figures are from, as of which date, and what the pages of
the platform contradict or leave out. \"Tests\" are answers that a catalog must give; most of them are figures of
the vendor. \"Open numbers\" of plans, grants and top-ups are not published: a forecast or a fit that needs one
asks for it. An estimate of an unpriced operation is \"unknown\"; some others are unknown for some settings. Plans
sold by contract alone have open numbers by their nature.

| platform | id | as of | operations | models | tests | plans | open numbers | unpriced operations |
|---|---|---|--:|--:|--:|--:|--:|--:|
";

#[test]
fn every_catalog_is_listed_with_what_it_leaves_out() {
    let mut files: Vec<_> =
        fs::read_dir("catalogs").unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut page = HEAD.to_owned();
    for file in files {
        let catalog = Catalog::from_json(&fs::read_to_string(file).unwrap()).unwrap();
        let info = catalog.info();
        let models: BTreeSet<&String> =
            info.operations.iter().filter_map(|operation| operation.model.as_ref()).collect();
        let unpriced =
            info.operations.iter().filter(|operation| operation.pricing == "unpriced").count();
        let priced = info.operations.len() - unpriced;
        writeln!(
            page,
            "| {} | `{}` | {} | {priced} | {} | {} | {} | {} | {unpriced} |",
            info.name,
            info.id,
            info.as_of,
            models.len(),
            catalog.check().unwrap().passed,
            info.plans.len(),
            catalog.unpublished().len(),
        )
        .unwrap();
    }
    snapbox::assert_data_eq!(page, file!["../../docs/catalogs.md"].raw());
}
