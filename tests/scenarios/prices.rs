//! What generations cost by the published prices of the four source systems.

use super::{greenzero, imagineart, kive, krea};
use drawdown::{Catalog, Estimate, LineState, Request, State};

fn estimate(catalog: &Catalog, request: &str) -> Estimate {
    let request = Request::from_json(request).unwrap_or_else(|errors| panic!("{errors}"));
    catalog.estimate(&request).unwrap_or_else(|errors| panic!("{errors}"))
}

/// The total of an operation with settings, as the members of a JSON object.
fn total(catalog: &Catalog, operation: &str, settings: &str) -> String {
    let request = format!(r#"{{ "operation": "{operation}", "settings": {{ {settings} }} }}"#);
    let estimate = estimate(catalog, &request);
    assert_eq!(estimate.state, State::Exact, "{operation} {settings}");
    estimate.total.map(|total| total.to_string()).unwrap_or_default()
}

fn state(catalog: &Catalog, operation: &str, settings: &str) -> State {
    let request = format!(r#"{{ "operation": "{operation}", "settings": {{ {settings} }} }}"#);
    estimate(catalog, &request).state
}

#[test]
fn k1_images_videos_enhancement_editing_and_training_cost_units() {
    let krea = krea();
    let info = krea.info();
    let tools = ["image", "video", "enhance", "edit", "train"];
    for tool in tools {
        let of_tool = info.operations.iter().filter(|o| o.tool.as_deref() == Some(tool));
        assert!(of_tool.count() > 0, "{tool}");
    }
    // What is not published costs something that nobody knows: it is not free.
    for operation in ["enhance", "edit", "train"] {
        assert_eq!(state(&krea, operation, ""), State::Unknown, "{operation}");
    }
}

#[test]
fn k9_known_costs_are_approximate() {
    let krea = krea();
    let costs = [
        ("flux", "5"),
        ("krea-1", "6"),
        ("qwen-2512", "9"),
        ("z-image", "3"),
        ("seedream-4", "24"),
        ("nano-banana", "30"),
        ("nano-banana-pro", "100"),
        ("chatgpt-image", "183"),
        ("wan-2-5", "569"),
        ("veo-3", "1017"),
    ];
    for (operation, cost) in costs {
        let estimate = estimate(&krea, &format!(r#"{{ "operation": "{operation}" }}"#));
        assert_eq!(estimate.total.map(|total| total.to_string()).as_deref(), Some(cost));
        assert!(estimate.approximate, "{operation}");
    }
}

#[test]
fn i1_cost_is_model_and_settings_times_the_number_of_results() {
    let imagineart = imagineart();
    assert_eq!(total(&imagineart, "nano-banana-2", ""), "49");
    assert_eq!(total(&imagineart, "nano-banana-2", r#""resolution": "4K""#), "98");
    assert_eq!(total(&imagineart, "nano-banana-2", r#""resolution": "4K", "images": 3"#), "294");
    let again = r#"{ "operation": "nano-banana-2", "runs": 2 }"#;
    assert_eq!(
        estimate(&imagineart, again).total.unwrap().to_string(),
        "98",
        "a re-run costs again"
    );
}

#[test]
fn i2_images_cost_what_the_table_says() {
    let imagineart = imagineart();
    let costs = [
        ("imagineart-2-0", "25"),
        ("imagineart-1-5", "15"),
        ("imagineart-1-5-pro", "25"),
        ("nano-banana", "24"),
        ("chatgpt", "45"),
        ("chatgpt-1-5", "35"),
        ("seedream-v5-lite", "20"),
        ("seedream-v4-5", "24"),
        ("recraft-v4", "24"),
        ("recraft-v4-pro", "150"),
        ("grok-imagine", "12"),
        ("flux-dev", "5"),
        ("flux-2-pro", "28"),
        ("flux-2-max", "50"),
        ("flux-1-1-ultra", "36"),
        ("z-image-turbo", "5"),
        ("imagen-4", "24"),
        ("dreamina-3-1", "18"),
        ("ideogram-v3", "25"),
    ];
    for (operation, cost) in costs {
        // Models above the free tier want a plan; their price is the same.
        assert_eq!(total(&imagineart, operation, ""), cost, "{operation}");
    }
    for (operation, resolution, cost) in [
        ("nano-banana-2", "1K", "49"),
        ("nano-banana-2", "2K", "73.5"),
        ("nano-banana-2", "4K", "98"),
        ("nano-banana-pro", "1K", "80"),
        ("nano-banana-pro", "2K", "80"),
        ("nano-banana-pro", "4K", "160"),
    ] {
        let settings = format!(r#""resolution": "{resolution}""#);
        assert_eq!(total(&imagineart, operation, &settings), cost, "{operation} {resolution}");
    }
    // The fee of the prompt enhancer is not published: that part is unknown, the rest stands.
    let enhanced = r#"{ "operation": "nano-banana", "settings": { "prompt_enhancer": true } }"#;
    let enhanced = estimate(&imagineart, enhanced);
    assert_eq!(enhanced.state, State::Unknown);
    assert!(enhanced.lines.iter().any(|line| line.state == LineState::Priced));
}

#[test]
fn i3_a_video_has_a_base_price_and_the_rest_adds() {
    let imagineart = imagineart();
    assert_eq!(total(&imagineart, "video", ""), "210");
    assert_eq!(total(&imagineart, "video", r#""videos": 10"#), "2100");
    for setting in [r#""duration": "longer""#, r#""resolution": "higher""#, r#""preview": true"#] {
        assert_eq!(state(&imagineart, "video", setting), State::Unknown, "{setting}");
    }
}

#[test]
fn v1_upload_view_and_download_are_free_and_not_unpriced() {
    let kive = kive();
    for operation in ["upload", "view", "download"] {
        assert_eq!(total(&kive, operation, ""), "0", "{operation}");
    }
    for operation in ["video", "train"] {
        assert_eq!(state(&kive, operation, ""), State::Unknown, "{operation}");
    }
}

#[test]
fn v3_plans_cost_what_is_published_and_custom_ones_nothing_known() {
    let text = |plan: &str| {
        let terms = kive().terms();
        let plan = terms.plans.into_iter().find(|of| of.plan.as_deref() == Some(plan)).unwrap();
        plan.lines.iter().map(|line| line.text.clone()).collect::<Vec<_>>().join("; ")
    };
    assert!(text("basic").contains("180.00 USD a year") && text("basic").contains("1,000 credits"));
    assert!(text("pro").contains("900.00 USD a year") && text("pro").contains("5,000 credits"));
    assert!(text("enterprise").contains("Sold by contract"), "{}", text("enterprise"));
}

#[test]
fn v4_edits_cost_by_version_and_an_upscale_is_a_range() {
    let kive = kive();
    let costs = [
        ("remove-background", "1"),
        ("erase", "2"),
        ("extend", "2"),
        ("replace", "4"),
        ("edit", "10"),
        ("change-background", "10"),
        ("upscale-video", "40"),
    ];
    for (operation, cost) in costs {
        assert_eq!(total(&kive, operation, ""), cost, "{operation}");
    }
    let upscale = estimate(&kive, r#"{ "operation": "upscale-image" }"#);
    let ends = [upscale.low, upscale.high].map(|end| end.map(|end| end.to_string()));
    assert_eq!(ends, [Some("10".into()), Some("20".into())]);
    assert_eq!(total(&kive, "image", r#""image_price": 10"#), "40", "four versions by default");
}

#[test]
fn g3_inference_costs_a_hundredth_of_a_credit() {
    let request = r#"{ "operation": "inference", "runs": 1000 }"#;
    assert_eq!(estimate(&greenzero(), request).total.unwrap().to_string(), "10");
}

#[test]
fn g4_complex_operations_are_itemised_by_what_they_combine() {
    let complex = estimate(&greenzero(), r#"{ "operation": "complex" }"#);
    let labels: Vec<&str> = complex.lines.iter().map(|line| &*line.label).collect();
    assert_eq!(labels, ["processing time", "data volume", "compute"]);
}

#[test]
fn g11_batches_and_caching_are_settings_of_the_price() {
    let greenzero = greenzero();
    assert_eq!(total(&greenzero, "inference", ""), "0.01");
    // That they save is published, how much is not.
    for setting in [r#""off_peak_batch": true"#, r#""cached": true"#] {
        assert_eq!(state(&greenzero, "inference", setting), State::Unknown, "{setting}");
    }
}
