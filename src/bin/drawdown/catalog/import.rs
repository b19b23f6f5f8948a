//! `drawdown catalog import`

use super::made::{Count, Made, Output};
use super::package::{self, Data};
use crate::answer::Answer;
use crate::failure::Failure;
use crate::input;
use clap::ValueEnum;
use drawdown::{Date, ImportOptions, Imported, ListImport, PriceList};
use std::path::Path;

/// Make a catalog from a public list of model prices: a file, or a folder with an installed package
///
/// Prices are US dollars, and each model is an operation `provider/model`. What a catalog cannot say
/// is listed on stderr and in the catalog's notes. Nothing is fetched.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Whose list it is
    #[arg(value_enum)]
    list: List,

    /// List: a file, - for stdin, or a folder such as node_modules or .venv with the list's package;
    /// a later file replaces the models that it has too
    #[arg(value_name = "FILE|FOLDER", required = true)]
    files: Vec<String>,

    /// Only models of this provider; may be repeated
    #[arg(long, value_name = "ID")]
    provider: Vec<String>,

    /// Date of the prices; without it, the latest date on which the list says that a price was checked
    /// or a model was added
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// Id of the catalog; without it, the name of the list
    #[arg(long, value_name = "ID")]
    id: Option<String>,

    /// Version of the catalog; without it, the version of the package or a digest of the file
    #[arg(long, value_name = "TEXT")]
    set_version: Option<String>,

    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, ValueEnum)]
enum List {
    /// data.json or data_slim.json; package genai-prices (PyPI) or @pydantic/genai-prices (npm)
    GenaiPrices,
    /// model_prices_and_context_window.json; package litellm (PyPI)
    Litellm,
    /// Answer of /api/v1/models
    Openrouter,
}

impl From<List> for PriceList {
    fn from(list: List) -> PriceList {
        match list {
            List::GenaiPrices => PriceList::GenaiPrices,
            List::Litellm => PriceList::Litellm,
            List::Openrouter => PriceList::Openrouter,
        }
    }
}

pub(crate) fn run(args: &Args) -> anyhow::Result<Answer> {
    let Imported { catalog, operations, left_out, .. } = imported(args)?;
    args.output.answer(&Made { text: catalog, count: Count::Operations(operations), left_out })
}

fn imported(args: &Args) -> anyhow::Result<Imported> {
    let mut import = ListImport::new(args.list.into());
    let mut version = args.set_version.clone();
    for file in &args.files {
        let Data { path, version: found } = data(args.list.into(), file)?;
        let hint = "give the list as it is published, or a folder with its package";
        let text = input::text(&path)?;
        let refused = |errors| Failure::in_input(input::name(&path), &errors, hint);
        import.add(&text).map_err(refused)?;
        version = version.or(found);
    }
    let options = ImportOptions {
        id: args.id.clone(),
        version,
        as_of: args.as_of,
        providers: args.provider.clone(),
    };
    let hint = "see --as-of, --provider, --id and --set-version";
    let refused = |errors| Failure::in_input(PriceList::from(args.list).name(), &errors, hint);
    Ok(import.finish(&options).map_err(refused)?)
}

/// The file to read: the argument, or the data of the package in a folder.
fn data(list: PriceList, argument: &str) -> anyhow::Result<Data> {
    let folder = Path::new(argument);
    if argument == "-" || !folder.is_dir() {
        return Ok(Data { path: argument.to_owned(), version: None });
    }
    package::find(list, folder).ok_or_else(|| {
        let fault =
            format!("{argument}: no package with the list of {} in this folder", list.name());
        Failure::new(
            fault,
            "give a node_modules, a virtual environment or a site-packages, or a file",
        )
        .into()
    })
}
