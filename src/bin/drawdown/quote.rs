//! `drawdown quote`

mod plans;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use crate::request::{RequestArgs, now};
use anyhow::Context;
use drawdown::{
    Errors, FitChoice, Instant, QuoteSigner, QuoteTerms, SignedQuote, Span, Term, to_value,
};
use plans::Plans;
use serde::Serialize;

const EXAMPLES: &str = "\
Examples:
  drawdown quote -c studio.json clip --set seconds=12 > quote.json
  drawdown quote -c studio.json clip --valid-for \"15 minutes\" --sign key.json > quote.json
  drawdown quote -c studio.json scenario.json > quote.json
  drawdown quote -c studio.json need.json --option basic/year > quote.json

`drawdown key new` makes keys.";

/// Make a quote, an answer that others can verify, as JSON
///
/// A quote is of an estimate. A file with a scenario or a need makes a quote of its simulation, or of
/// an option of its fit.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    request: RequestArgs,

    /// For a need: the plan and term to quote; `none` for no plan [default: the best option]
    #[arg(long, value_name = "PLAN/TERM", value_parser = choice)]
    option: Option<FitChoice>,

    /// Id of the quote [default: its digest]
    #[arg(long, value_name = "TEXT")]
    id: Option<String>,

    /// First instant at which it is valid
    #[arg(long, value_name = "INSTANT")]
    issued: Option<Instant>,

    /// First instant at which it is no longer valid
    #[arg(long, value_name = "INSTANT")]
    expires: Option<Instant>,

    /// How long it is valid, such as `15 minutes`, from `--issued` or now
    #[arg(long, value_name = "SPAN", conflicts_with = "expires")]
    valid_for: Option<Span>,

    /// Who may accept it
    #[arg(long, value_name = "TEXT")]
    audience: Option<String>,

    /// Sign it with this key file; repeat it for several signatures
    #[arg(long, value_name = "KEY.json")]
    sign: Vec<String>,
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let (signers, terms) = (args.signers()?, args.terms()?);
    if let Some(plans) = Plans::read(args.request.file())? {
        let catalog = input::catalog(&args.request.catalog)?;
        return match &plans {
            Plans::Scenario(value) => {
                let quote = catalog.quote_simulation(value, &terms);
                signed(&quote.map_err(|errors| args.refused(&errors))?, &signers)
            }
            Plans::Need(value) => {
                let quote = catalog.quote_fit(value, args.option.as_ref(), &terms);
                signed(&quote.map_err(|errors| args.refused(&errors))?, &signers)
            }
        };
    }
    let (catalog, request) = args.request.read()?;
    let quote = catalog.quote_with(&request, &terms);
    signed(&quote.map_err(|errors| args.request.refused(&errors, &request))?, &signers)
}

/// The quote, or the signed quote if there are keys.
fn signed<T: Serialize>(quote: &T, signers: &[QuoteSigner]) -> anyhow::Result<Answer> {
    let Some((first, others)) = signers.split_first() else { return Answer::json(quote) };
    let signed = first.sign(&to_value(quote)?)?;
    let all = others.iter().fold(signed, |signed: SignedQuote, signer| signer.add_to(signed));
    Answer::json(&all)
}

impl Args {
    fn terms(&self) -> anyhow::Result<QuoteTerms> {
        let mut terms = QuoteTerms::default();
        terms.id.clone_from(&self.id);
        terms.audience.clone_from(&self.audience);
        (terms.issued, terms.expires) = (self.issued, self.expires);
        if let Some(span) = self.valid_for {
            let issued = self.issued.map_or_else(now, Ok)?;
            terms = terms.valid_for(issued, span);
        }
        Ok(terms)
    }

    fn signers(&self) -> anyhow::Result<Vec<QuoteSigner>> {
        self.sign.iter().map(|path| signer(path)).collect()
    }

    fn refused(&self, errors: &Errors) -> Failure {
        let hint = "`drawdown fit` lists the options; `drawdown catalog schema` prints the formats";
        Failure::in_input(self.request.file().map_or("quote", input::name), errors, hint)
    }
}

/// A secret key from a file.
pub(crate) fn signer(path: &str) -> anyhow::Result<QuoteSigner> {
    let hint = "`drawdown key new` makes key files";
    let signer = QuoteSigner::from_json(&input::text(path)?);
    Ok(signer.map_err(|errors| Failure::in_input(input::name(path), &errors, hint))?)
}

fn choice(text: &str) -> anyhow::Result<FitChoice> {
    let (plan, term) = text.split_once('/').map_or((text, None), |(p, t)| (p, Some(t)));
    let mut choice = FitChoice::default();
    choice.plan = (plan != "none").then(|| plan.to_owned());
    let term = term.map(str::parse::<Term>).transpose();
    choice.term = term.context("expected PLAN/TERM, such as basic/year")?;
    Ok(choice)
}
