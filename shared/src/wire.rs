//! What crosses the network between the Worker, the widget, the dashboard and apps.
//!
//! | who | how | types |
//! |---|---|---|
//! | any sender of events | `POST /v1/batch`, `/v1/track`, … (Segment's format) | [`ingest`] |
//! | widget | `POST /v1/boot`, `/v1/messages`, `GET /v1/stream` | [`widget`] |
//! | app | `POST /v1/decide`, `/v1/intent` | [`widget`] |
//! | operator | `/v1/admin/…` | [`admin`], [`identity`], [`inbox`], [`knowledge`], [`model`], [`segment`] |
//! | widget, for the intent model | `GET /w/1/model.json` | [`model`] |
//!
//! Errors are [`problem::Problem`] documents everywhere.

pub mod admin;
pub mod catalog;
pub mod identity;
pub mod inbox;
pub mod ingest;
pub mod knowledge;
pub mod model;
pub mod problem;
pub mod segment;
pub mod widget;
