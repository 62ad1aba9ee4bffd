//! The demo's shop, from the very files that fill a new demo.

use serde_json::Value;
use shared::{catalog::Catalog, compiled::Compiled, frequency::FrequencyRule};

const SEED: &str = include_str!("../../xtask/seed/10-shop.json");
const CATALOG: &str = include_str!("../../public/shop/catalog.json");

/// What is sold, and by which rules.
pub struct Shop {
    /// The published config, ready to decide.
    pub config: Compiled,
    /// The products as the shop's pages know them.
    pub products: Vec<Value>,
    /// The promises about how often somebody is contacted.
    pub promises: Vec<FrequencyRule>,
}

/// The demo's shop.
pub fn demo() -> Shop {
    let calls: Vec<Value> = serde_json::from_str(SEED).expect("the seed is JSON");
    let call = calls.iter().find(|call| call["path"] == "/v1/admin/config").expect("a config");
    let config: shared::config::Config =
        serde_json::from_value(call["body"].clone()).expect("the seed's config is one");
    let catalog: Catalog = serde_json::from_str(CATALOG).expect("the catalog is one");
    Shop {
        promises: config.frequency_rules.clone(),
        products: serde_json::from_str(CATALOG).expect("the catalog is JSON"),
        config: Compiled::new(config, "demo".into(), catalog).expect("the demo's rules compile"),
    }
}
