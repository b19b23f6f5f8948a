//! The description of the service: OpenAPI 3.1, from the routes and from the library's own schemas, with a
//! reader that needs no network.

mod shapes;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use drawdown::{Format, schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    ResponseBuilder, SecurityRequirement,
};
use utoipa::{IntoParams, IntoResponses};
use utoipa_swagger_ui::SwaggerUi;

use super::input::Key;

/// The document without its paths.
pub(super) fn head() -> OpenApi {
    let about = "Prices, quotes and balances of credits. Every answer is exact; amounts are decimal \
                 texts. What changes an account carries an `Idempotency-Key`, and happens once.";
    let info = InfoBuilder::new()
        .title("drawdown")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(about));
    let key = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    OpenApiBuilder::new()
        .info(info)
        .components(Some(ComponentsBuilder::new().security_scheme("key", key).build()))
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>("key", [])]))
        .build()
}

/// The document, and a page to read it with.
pub(super) fn reader<S: Clone + Send + Sync + 'static>(document: OpenApi) -> Router<S> {
    let document = with_schemas(serde_json::to_value(document).unwrap_or_default());
    let text = document.to_string();
    let page = SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from("/openapi.json"));
    let file = move || {
        let text = text.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], text).into_response() }
    };
    Router::new().route("/openapi.json", get(file)).merge(page)
}

/// Problems that any request may have.
pub(super) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[
            ("400", "The request cannot be read"),
            ("401", "There is no valid key"),
            ("403", "The key has another scope"),
            ("404", "There is no such thing"),
            ("408", "The headers or the body took too long to arrive"),
            ("413", "The body is too large or too deep"),
            ("422", "What is asked is wrong; `errors` lists every fault at its place"),
            ("429", "Too many requests under this key"),
            ("431", "The headers are too long"),
            ("500", "The service has failed"),
            ("503", "Try again, after `Retry-After`"),
        ])
    }
}

/// What a change of an account may answer.
pub(super) struct Changes;

impl IntoResponses for Changes {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = Problems::responses();
        all.extend(problems(&[
            ("402", "Refused: credits are missing; `ways` says what would help"),
            ("403", "Refused: a gate is closed, or the key has another scope"),
            ("409", "It has happened already, or something else has happened since"),
        ]));
        let done = response("What was done", "application/json", "Outcome");
        all.insert("200".into(), done);
        all
    }
}

fn problems(list: &[(&str, &str)]) -> BTreeMap<String, RefOr<Response>> {
    let of = |(status, words): &(&str, &str)| {
        ((*status).to_owned(), response(words, "application/problem+json", "Problem"))
    };
    list.iter().map(of).collect()
}

fn response(words: &str, kind: &str, schema: &str) -> RefOr<Response> {
    let schema = Ref::from_schema_name(schema);
    let content = ContentBuilder::new().schema(Some(RefOr::Ref(schema))).build();
    RefOr::T(ResponseBuilder::new().description(words).content(kind, content).build())
}

impl IntoParams for Key {
    fn into_params(
        _: impl Fn() -> Option<utoipa::openapi::path::ParameterIn>,
    ) -> Vec<utoipa::openapi::path::Parameter> {
        use utoipa::openapi::Required;
        use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(200))
            .pattern(Some("^[!-~]+$"));
        vec![
            ParameterBuilder::new()
                .name("Idempotency-Key")
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some(
                    "Made once for what is asked: the same key has the same answer again",
                ))
                .schema(Some(text))
                .build(),
        ]
    }
}

/// Formats of the library that requests and answers have.
const FORMATS: &[(&str, Format)] = &[
    ("Catalog", Format::Catalog),
    ("Request", Format::Request),
    ("Need", Format::Need),
    ("Scenario", Format::Scenario),
    ("Account", Format::Account),
    ("Estimate", Format::Estimate),
    ("Affordable", Format::Affordable),
    ("Cheaper", Format::Cheaper),
    ("Quote", Format::Quote),
    ("ProjectionQuote", Format::ProjectionQuote),
    ("FitQuote", Format::FitQuote),
    ("SignedQuote", Format::SignedQuote),
    ("Verdict", Format::Verdict),
    ("Fit", Format::Fit),
    ("Projection", Format::Projection),
    ("ForecastOptions", Format::ForecastOptions),
    ("Forecast", Format::Forecast),
    ("WalletCommand", Format::WalletCommand),
    ("WalletMapping", Format::WalletMapping),
    ("Outcome", Format::WalletOutcome),
    ("WalletState", Format::WalletState),
];

fn with_schemas(mut document: Value) -> Value {
    let mut all = Map::new();
    for (name, format) in FORMATS {
        let mut of: Value = serde_json::from_str(&schema(*format)).unwrap_or_default();
        if let Value::Object(members) = &mut of {
            members.remove("$schema");
            if let Some(Value::Object(parts)) = members.remove("$defs") {
                for (part, schema) in parts {
                    all.entry(part).or_insert(schema);
                }
            }
        }
        all.insert((*name).to_owned(), of);
    }
    all.extend(shapes::all());
    let mut all = Value::Object(all);
    point_to_components(&mut all);
    if let Some(Value::Object(components)) = document.get_mut("components") {
        components.insert("schemas".into(), all);
    }
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.iter_mut().for_each(|(path, methods)| complete(path, methods));
    }
    document
}

/// Says which bodies may be left out, and what needs no key.
fn complete(path: &str, methods: &mut Value) {
    let Value::Object(methods) = methods else { return };
    let may_be_empty = ["/refund", "/cancel", "/failed"].iter().any(|end| path.ends_with(end));
    for method in methods.values_mut() {
        if let Some(Value::Object(body)) = method.get_mut("requestBody") {
            body.insert("required".into(), json!(!may_be_empty));
        }
        if let (Value::Object(method), false) = (method, path.starts_with("/v1/")) {
            method.insert("security".into(), json!([]));
        }
    }
}

/// `#/$defs/Instant` is `#/components/schemas/Instant` here.
fn point_to_components(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "$ref" => {
                        *text = text.replace("#/$defs/", "#/components/schemas/");
                    }
                    value => point_to_components(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_to_components),
        _ => {}
    }
}
