//! genai-prices: providers with models, whose prices depend on dates, hours, the length of the input and
//! what else a request says ("price variants").

mod prices;

use super::found::{Found, date};
use super::hours::{Changes, periods};
use super::left_out::Omissions;
use super::operation::{Operation, Price};
use super::place::Place;
use super::priced::{INPUT, price, settings};
use super::units::Units;
use crate::error::{Error, Errors, Findings};
use crate::json::Value;
use prices::ModelPrices;

/// The library itself, not its data, counts short recordings of these models as ten seconds.
const SHORTEST: [(&str, &str); 2] =
    [("groq", "whisper-large-v3"), ("groq", "whisper-large-v3-turbo")];
const SHORTEST_SECONDS: &str = "10";

/// Members of a provider or model that say nothing about prices.
const UNUSED: [(&str, &str); 8] = [
    ("name", "names of models"),
    ("description", "descriptions of models"),
    ("context_window", "context windows"),
    ("price_comments", "comments on prices"),
    ("deprecated", "marks of deprecated models"),
    ("match", "rules by which a reference finds its model: name the model by its id"),
    ("prices_checked", "dates on which prices were checked"),
    ("collapse", "marks of how the list itself is kept"),
];

/// Members of a provider that say nothing about prices.
const UNUSED_OF_PROVIDERS: [(&str, &str); 4] = [
    ("extractors", "rules by which usage is taken from responses"),
    ("model_match", "rules by which a reference finds its provider"),
    ("provider_match", "rules by which a reference finds its provider"),
    ("fallback_model_providers", "models that a provider takes over from another one"),
];

/// Reads a list: providers, or an object of `units` and `providers`.
pub(super) fn read(value: &Value, left_out: &mut Omissions) -> Result<Found, Errors> {
    let root = Place::root(value);
    let (units, providers) = match value {
        Value::Object(_) => {
            let units = root.get("units").map(|units| Units::read(&units)).transpose()?;
            (units, root.need("providers")?)
        }
        _ => (None, root),
    };
    let units = units.unwrap_or_else(|| Units::of(&UNITS));
    let mut reader = Reader { units, left_out, operations: Vec::new(), latest: None };
    let mut errors = Findings::default();
    for provider in providers.items()? {
        if let Err(error) = reader.provider(&provider, &mut errors) {
            errors.push(error);
        }
    }
    Errors::check(errors.into_list("errors"))?;
    Ok(Found { operations: reader.operations, latest: reader.latest })
}

struct Reader<'o> {
    units: Units,
    left_out: &'o mut Omissions,
    operations: Vec<Operation>,
    latest: Option<String>,
}

impl Reader<'_> {
    fn provider(&mut self, provider: &Place<'_>, errors: &mut Findings) -> Result<(), Error> {
        let id = provider.need("id")?.text()?;
        self.note_unused(provider, &UNUSED_OF_PROVIDERS);
        for model in provider.need("models")?.items()? {
            match self.model(id, &model) {
                Ok(operation) => self.operations.push(operation),
                Err(error) => errors.push(error),
            }
        }
        Ok(())
    }

    fn note_unused(&mut self, place: &Place<'_>, unused: &[(&str, &str)]) {
        for (key, what) in unused {
            if let Some(found) = place.get(key) {
                self.left_out.add(*what, &found.pointer);
            }
        }
    }

    fn model(&mut self, provider: &str, model: &Place<'_>) -> Result<Operation, Error> {
        let id = model.need("id")?.text()?;
        self.note_unused(model, &UNUSED);
        if let Some(checked) = model.get("prices_checked") {
            self.saw(checked.text()?);
        }
        let mut prices = ModelPrices::read(model, &self.units, self.left_out)?;
        let is_shortest = SHORTEST.contains(&(provider, id));
        if is_shortest {
            prices.merge_seconds(&self.units);
        }
        let contexts = prices.contexts(model, self.left_out)?;
        let changes = Changes { dates: prices.dates(), minutes: prices.minutes(), weekly: false };
        let said = contexts.all();
        let found = periods(changes, |at| {
            let resolved: Vec<_> = said.iter().map(|context| prices.at(at, context)).collect();
            let price = price(&self.units, &contexts, &resolved);
            if is_shortest { at_least(price) } else { price }
        });
        let mut priced = prices.units();
        if prices.has_tiers() {
            priced.extend(self.units.named(INPUT));
        }
        Ok(Operation {
            id: format!("{provider}/{id}"),
            provider: provider.to_owned(),
            pointer: model.pointer.clone(),
            settings: settings(&self.units, &priced, &contexts),
            periods: found,
        })
    }

    /// Remembers the latest date on which prices were checked. Dates on which prices begin may be still
    /// to come.
    fn saw(&mut self, text: &str) {
        if let Some(date) = date(text).filter(|date| self.latest.as_ref() < Some(date)) {
            self.latest = Some(date);
        }
    }
}

/// Recordings that are billed as at least ten seconds.
fn at_least(mut price: Price) -> Price {
    if let Price::Lines(lines) = &mut price {
        for line in lines {
            line.above_zero = Some(line.quantity.clone());
            line.quantity = format!("max({}, {SHORTEST_SECONDS})", line.quantity);
        }
    }
    price
}

/// The units of the released packages: usage, price, how many a price is for, dimensions.
#[rustfmt::skip]
pub(super) const UNITS: [(&str, &str, u64, &str); 59] = [
    ("input_tokens", "input_mtok", 1000000, "family=tokens direction=input"),
    ("output_tokens", "output_mtok", 1000000, "family=tokens direction=output"),
    ("cache_read_tokens", "cache_read_mtok", 1000000, "family=tokens direction=input token_type=cache_read"),
    ("cache_write_tokens", "cache_write_mtok", 1000000, "family=tokens direction=input token_type=cache_write"),
    ("cache_write_5m_tokens", "cache_write_5m_mtok", 1000000, "family=tokens direction=input token_type=cache_write cache_ttl=5m"),
    ("cache_write_1h_tokens", "cache_write_1h_mtok", 1000000, "family=tokens direction=input token_type=cache_write cache_ttl=1h"),
    ("input_text_tokens", "input_text_mtok", 1000000, "family=tokens direction=input modality=text"),
    ("output_text_tokens", "output_text_mtok", 1000000, "family=tokens direction=output modality=text"),
    ("cache_text_read_tokens", "cache_text_read_mtok", 1000000, "family=tokens direction=input modality=text token_type=cache_read"),
    ("cache_text_write_tokens", "cache_text_write_mtok", 1000000, "family=tokens direction=input modality=text token_type=cache_write"),
    ("cache_text_write_5m_tokens", "cache_text_write_5m_mtok", 1000000, "family=tokens direction=input modality=text token_type=cache_write cache_ttl=5m"),
    ("cache_text_write_1h_tokens", "cache_text_write_1h_mtok", 1000000, "family=tokens direction=input modality=text token_type=cache_write cache_ttl=1h"),
    ("input_audio_tokens", "input_audio_mtok", 1000000, "family=tokens direction=input modality=audio"),
    ("output_audio_tokens", "output_audio_mtok", 1000000, "family=tokens direction=output modality=audio"),
    ("cache_audio_read_tokens", "cache_audio_read_mtok", 1000000, "family=tokens direction=input modality=audio token_type=cache_read"),
    ("cache_audio_write_tokens", "cache_audio_write_mtok", 1000000, "family=tokens direction=input modality=audio token_type=cache_write"),
    ("cache_audio_write_5m_tokens", "cache_audio_write_5m_mtok", 1000000, "family=tokens direction=input modality=audio token_type=cache_write cache_ttl=5m"),
    ("cache_audio_write_1h_tokens", "cache_audio_write_1h_mtok", 1000000, "family=tokens direction=input modality=audio token_type=cache_write cache_ttl=1h"),
    ("input_image_tokens", "input_image_mtok", 1000000, "family=tokens direction=input modality=image"),
    ("output_image_tokens", "output_image_mtok", 1000000, "family=tokens direction=output modality=image"),
    ("cache_image_read_tokens", "cache_image_read_mtok", 1000000, "family=tokens direction=input modality=image token_type=cache_read"),
    ("cache_image_write_tokens", "cache_image_write_mtok", 1000000, "family=tokens direction=input modality=image token_type=cache_write"),
    ("cache_image_write_5m_tokens", "cache_image_write_5m_mtok", 1000000, "family=tokens direction=input modality=image token_type=cache_write cache_ttl=5m"),
    ("cache_image_write_1h_tokens", "cache_image_write_1h_mtok", 1000000, "family=tokens direction=input modality=image token_type=cache_write cache_ttl=1h"),
    ("input_video_tokens", "input_video_mtok", 1000000, "family=tokens direction=input modality=video"),
    ("output_video_tokens", "output_video_mtok", 1000000, "family=tokens direction=output modality=video"),
    ("cache_video_read_tokens", "cache_video_read_mtok", 1000000, "family=tokens direction=input modality=video token_type=cache_read"),
    ("cache_video_write_tokens", "cache_video_write_mtok", 1000000, "family=tokens direction=input modality=video token_type=cache_write"),
    ("cache_video_write_5m_tokens", "cache_video_write_5m_mtok", 1000000, "family=tokens direction=input modality=video token_type=cache_write cache_ttl=5m"),
    ("cache_video_write_1h_tokens", "cache_video_write_1h_mtok", 1000000, "family=tokens direction=input modality=video token_type=cache_write cache_ttl=1h"),
    ("input_tool_tokens", "input_tool_mtok", 1000000, "family=tokens direction=input token_type=tool"),
    ("input_text_tool_tokens", "input_text_tool_mtok", 1000000, "family=tokens direction=input modality=text token_type=tool"),
    ("input_audio_tool_tokens", "input_audio_tool_mtok", 1000000, "family=tokens direction=input modality=audio token_type=tool"),
    ("input_image_tool_tokens", "input_image_tool_mtok", 1000000, "family=tokens direction=input modality=image token_type=tool"),
    ("input_video_tool_tokens", "input_video_tool_mtok", 1000000, "family=tokens direction=input modality=video token_type=tool"),
    ("output_reasoning_tokens", "output_reasoning_mtok", 1000000, "family=tokens direction=output token_type=reasoning"),
    ("output_text_reasoning_tokens", "output_text_reasoning_mtok", 1000000, "family=tokens direction=output modality=text token_type=reasoning"),
    ("output_audio_reasoning_tokens", "output_audio_reasoning_mtok", 1000000, "family=tokens direction=output modality=audio token_type=reasoning"),
    ("output_image_reasoning_tokens", "output_image_reasoning_mtok", 1000000, "family=tokens direction=output modality=image token_type=reasoning"),
    ("output_video_reasoning_tokens", "output_video_reasoning_mtok", 1000000, "family=tokens direction=output modality=video token_type=reasoning"),
    ("output_citation_tokens", "output_citation_mtok", 1000000, "family=tokens direction=output token_type=citation"),
    ("output_text_citation_tokens", "output_text_citation_mtok", 1000000, "family=tokens direction=output modality=text token_type=citation"),
    ("output_audio_citation_tokens", "output_audio_citation_mtok", 1000000, "family=tokens direction=output modality=audio token_type=citation"),
    ("output_image_citation_tokens", "output_image_citation_mtok", 1000000, "family=tokens direction=output modality=image token_type=citation"),
    ("output_video_citation_tokens", "output_video_citation_mtok", 1000000, "family=tokens direction=output modality=video token_type=citation"),
    ("input_characters", "input_mchars", 1000000, "family=characters direction=input"),
    ("input_text_messages", "input_text_messages_kcount", 1000, "family=messages direction=input modality=text"),
    ("audio_seconds", "audio_hours", 3600, "family=durations modality=audio"),
    ("input_audio_seconds", "input_audio_hours", 3600, "family=durations direction=input modality=audio"),
    ("output_audio_seconds", "output_audio_hours", 3600, "family=durations direction=output modality=audio"),
    ("input_pixels", "input_gpixels", 1000000000, "family=pixels direction=input"),
    ("input_document_pages", "input_document_kpages", 1000, "family=document_pages direction=input"),
    ("input_annotated_document_pages", "input_annotated_document_kpages", 1000, "family=document_pages direction=input page_type=annotated"),
    ("rerank_searches", "rerank_searches_kcount", 1000, "family=rerank"),
    ("web_searches", "web_searches_kcount", 1000, "family=tool_calls tool_type=web_search"),
    ("social_searches", "social_searches_kcount", 1000, "family=tool_calls tool_type=social_search"),
    ("storage_searches", "storage_searches_kcount", 1000, "family=tool_calls tool_type=storage_search"),
    ("code_executions", "code_executions_kcount", 1000, "family=tool_calls tool_type=code_execution"),
    ("requests", "requests_kcount", 1000, "family=requests"),
];
