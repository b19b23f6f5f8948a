//! The handle of a catalog; its methods are defined with each kind of question.

use crate::catalog::Catalog;
use wasm_bindgen::prelude::*;

/// See `Catalog` in `index.d.ts`.
#[wasm_bindgen(js_name = Catalog)]
#[derive(Debug)]
pub struct JsCatalog(pub(super) Catalog);
