//! The Worker's routes, one file an endpoint.

pub(crate) mod admin;
pub(crate) mod assets;
pub(crate) mod batch;
pub(crate) mod body;
pub(crate) mod boot;
pub(crate) mod click;
pub(crate) mod cors;
pub(crate) mod coupon;
pub(crate) mod decide;
pub(crate) mod intent;
pub(crate) mod messages;
pub(crate) mod model;
pub(crate) mod preferences;
pub(crate) mod stream;
