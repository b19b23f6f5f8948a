//! Keys of LiteLLM's models.

/// The setting of a model's searches, by which their price is chosen.
pub(super) const SEARCHES: &str = "web_searches";

/// How a request is served: the setting, and its choice for batches.
pub(super) const SERVICE_TIER: &str = "service_tier";
pub(super) const BATCH: &str = "batch";

/// What models bill: setting, key of its price, how many the rate is for, dimensions as of genai-prices.
#[rustfmt::skip]
pub(crate) const UNITS: [(&str, &str, u64, &str); 35] = [
    ("input_tokens", "input_cost_per_token", 1_000_000, "family=tokens direction=input"),
    ("output_tokens", "output_cost_per_token", 1_000_000, "family=tokens direction=output"),
    ("cache_read_tokens", "cache_read_input_token_cost", 1_000_000, "family=tokens direction=input type=read"),
    ("cache_write_tokens", "cache_creation_input_token_cost", 1_000_000, "family=tokens direction=input type=write"),
    ("cache_write_1h_tokens", "cache_creation_input_token_cost_above_1hr", 1_000_000, "family=tokens direction=input type=write ttl=1h"),
    ("cache_write_12h_tokens", "cache_creation_input_token_cost_above_12hr", 1_000_000, "family=tokens direction=input type=write ttl=12h"),
    ("input_audio_tokens", "input_cost_per_audio_token", 1_000_000, "family=tokens direction=input modality=audio"),
    ("cache_audio_read_tokens", "cache_read_input_audio_token_cost", 1_000_000, "family=tokens direction=input modality=audio type=read"),
    ("input_image_tokens", "input_cost_per_image_token", 1_000_000, "family=tokens direction=input modality=image"),
    ("cache_image_read_tokens", "cache_read_input_image_token_cost", 1_000_000, "family=tokens direction=input modality=image type=read"),
    ("input_video_tokens", "input_cost_per_video_token", 1_000_000, "family=tokens direction=input modality=video"),
    ("output_reasoning_tokens", "output_cost_per_reasoning_token", 1_000_000, "family=tokens direction=output type=reasoning"),
    ("output_audio_tokens", "output_cost_per_audio_token", 1_000_000, "family=tokens direction=output modality=audio"),
    ("output_image_tokens", "output_cost_per_image_token", 1_000_000, "family=tokens direction=output modality=image"),
    ("output_video_tokens", "output_cost_per_video_token", 1_000_000, "family=tokens direction=output modality=video"),
    ("citation_tokens", "citation_cost_per_token", 1_000_000, "family=citations"),
    ("input_characters", "input_cost_per_character", 1, "family=input_characters"),
    ("output_characters", "output_cost_per_character", 1, "family=output_characters"),
    ("input_images", "input_cost_per_image", 1, "family=input_images"),
    ("output_images", "output_cost_per_image", 1, "family=output_images"),
    ("input_pixels", "input_cost_per_pixel", 1, "family=input_pixels"),
    ("output_pixels", "output_cost_per_pixel", 1, "family=output_pixels"),
    ("input_seconds", "input_cost_per_second", 1, "family=durations direction=input"),
    ("output_seconds", "output_cost_per_second", 1, "family=durations direction=output_seconds"),
    ("input_audio_seconds", "input_cost_per_audio_per_second", 1, "family=durations of=audio"),
    ("input_video_seconds", "input_cost_per_video_per_second", 1, "family=durations of=video"),
    ("output_video_seconds", "output_cost_per_video_per_second", 1, "family=durations of=output_video"),
    ("queries", "input_cost_per_query", 1, "family=queries"),
    ("requests", "input_cost_per_request", 1, "family=requests"),
    ("pages", "ocr_cost_per_page", 1, "family=pages"),
    ("annotated_pages", "annotation_cost_per_page", 1, "family=annotated_pages"),
    ("text_messages", "input_cost_per_text_message", 1, "family=text_messages"),
    ("code_sessions", "code_interpreter_cost_per_session", 1, "family=tool_calls tool=code"),
    ("map_queries", "google_maps_grounding_cost_per_query", 1, "family=tool_calls tool=maps"),
    (SEARCHES, "search_context_cost_per_query", 1, "family=tool_calls tool=search"),
];

/// Endings of keys, by service tier. What LiteLLM calls `fast` has the prices of `priority`.
const TIERS: [(&str, &str); 5] = [
    ("_flex", "flex"),
    ("_balanced", "balanced"),
    ("_priority", "priority"),
    ("_ultrafast", "ultrafast"),
    ("_batches", BATCH),
];

/// What a key says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// The price of a unit, by its place, above a number of input tokens, for a service tier.
    Price {
        unit: usize,
        above: Option<u64>,
        tier: Option<&'static str>,
    },
    Tiers,
    OffPeak,
    Searches,
    Alias,
    /// A price that is not read.
    LeftOut,
    /// Something else.
    NoPrice,
}

impl Key {
    pub(super) fn read(key: &str) -> Key {
        match key {
            "tiered_pricing" => return Key::Tiers,
            "off_peak_pricing" => return Key::OffPeak,
            "search_context_cost_per_query" => return Key::Searches,
            "alias_of" => return Key::Alias,
            _ => {}
        }
        let ending = TIERS.into_iter().find(|(ending, _)| key.ends_with(ending));
        let (rest, tier) = match ending {
            Some((ending, tier)) => (key.strip_suffix(ending).unwrap_or(key), Some(tier)),
            None => (key, None),
        };
        let (base, above) = match threshold(rest) {
            Some((base, above)) => (base, Some(above)),
            None => (rest, None),
        };
        match UNITS.iter().position(|(_, key, _, _)| *key == base) {
            Some(unit) => Key::Price { unit, above, tier },
            None if is_about_prices(key) => Key::LeftOut,
            None => Key::NoPrice,
        }
    }
}

/// `…_above_200k_tokens`: the key before, and the number of tokens.
fn threshold(key: &str) -> Option<(&str, u64)> {
    let (base, count) = key.strip_suffix("_tokens")?.rsplit_once("_above_")?;
    let (digits, thousands) = count.strip_suffix('k').map_or((count, 1), |digits| (digits, 1000));
    let count: u64 = digits.parse().ok()?;
    Some((base, count.checked_mul(thousands)?))
}

fn is_about_prices(key: &str) -> bool {
    let words = [
        "cost",
        "pric",
        "multiplier",
        "uplift",
        "provider_specific_entry",
        "billing",
        "free_requests",
    ];
    words.iter().any(|word| key.contains(word))
}

/// The place of a unit whose key is known.
pub(super) fn unit(key: &str) -> Option<usize> {
    UNITS.iter().position(|(_, known, _, _)| *known == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_is_priced_above_what_and_for_whom() {
        let price = |key: &str, above, tier| Key::Price { unit: unit(key).unwrap(), above, tier };
        for (key, found) in [
            ("input_cost_per_token", price("input_cost_per_token", None, None)),
            (
                "cache_creation_input_token_cost_above_1hr_above_200k_tokens_priority",
                price("cache_creation_input_token_cost_above_1hr", Some(200_000), Some("priority")),
            ),
            (
                "output_cost_per_token_above_500_tokens",
                price("output_cost_per_token", Some(500), None),
            ),
            ("input_cost_per_token_batches", price("input_cost_per_token", None, Some("batch"))),
            ("input_dbu_cost_per_token", Key::LeftOut),
            ("regional_processing_uplift_multiplier_eu", Key::LeftOut),
            ("max_input_tokens", Key::NoPrice),
        ] {
            assert_eq!(Key::read(key), found, "{key}");
        }
    }
}
