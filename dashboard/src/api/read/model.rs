//! The intent model: what it did, what waits for a label, which release answers.

use serde_json::Value;
use shared::{
    intent::{Label, Score, Source},
    learning::{Bin, Confusion, Drift, ModelReport, ReaderReport, Week},
    release::{Canary, Choice},
    wire::model::{Labelled, ModelPage, Release, Waiting},
};

use crate::api::json::{
    count, document, flag, id, id_if_any, list, moment, number, owned, owned_or_empty, text,
};

/// Reads everything that the page of the model shows.
pub(crate) fn model(value: &Value) -> Option<ModelPage> {
    Some(ModelPage {
        report: report(value.get("report")?)?,
        queue: list(value, "queue", waiting)?,
        built_in: id(value, "built_in")?,
        now: choice(value.get("now")?)?,
        former: match value.get("former") {
            None | Some(Value::Null) => None,
            Some(former) => Some(choice(former)?),
        },
        releases: list(value, "releases", release)?,
    })
}

/// Reads what answers.
pub(crate) fn choice(value: &Value) -> Option<Choice> {
    Some(Choice {
        release: id_if_any(value, "release")?,
        canary: match value.get("canary") {
            None | Some(Value::Null) => None,
            Some(canary) => {
                Some(Canary { release: id(canary, "release")?, share: number(canary, "share")? })
            }
        },
    })
}

/// Reads a message with the label that a person gave it.
pub(super) fn labelled(value: &Value) -> Option<Labelled> {
    Some(Labelled { message: id(value, "message")?, label: label(value, "label")? })
}

/// Reads who read a message.
pub(super) fn source(value: &Value) -> Option<Source> {
    match text(value, "source")? {
        "model" => Some(Source::Model),
        "keywords" => Some(Source::Keywords),
        _ => None,
    }
}

fn report(value: &Value) -> Option<ModelReport> {
    Some(ModelReport {
        messages: count(value, "messages")?,
        corrected: count(value, "corrected")?,
        right: count(value, "right")?,
        unknown: count(value, "unknown")?,
        keywords: count(value, "keywords")?,
        confusion: list(value, "confusion", |pair| {
            Some(Confusion {
                said: label(pair, "said")?,
                corrected: label(pair, "corrected")?,
                count: count(pair, "count")?,
            })
        })?,
        histogram: list(value, "histogram", |bin| {
            Some(Bin {
                all: count(bin, "all")?,
                corrected: count(bin, "corrected")?,
                right: count(bin, "right")?,
            })
        })?,
        weeks: list(value, "weeks", week)?,
        readers: list(value, "readers", |reader| {
            Some(ReaderReport {
                source: source(reader)?,
                model: owned_or_empty(reader, "model"),
                messages: count(reader, "messages")?,
                unknown: count(reader, "unknown")?,
                corrected: count(reader, "corrected")?,
                right: count(reader, "right")?,
            })
        })?,
    })
}

fn week(value: &Value) -> Option<Week> {
    Some(Week {
        monday: owned(value, "monday")?,
        messages: count(value, "messages")?,
        unknown: count(value, "unknown")?,
        keywords: count(value, "keywords")?,
        mix: list(value, "mix", |pair| {
            Some((Label::parse(pair.get(0)?.as_str()?)?, pair.get(1)?.as_u64()?))
        })?,
        drift: drift(value.get("drift")?)?,
    })
}

fn drift(value: &Value) -> Option<Drift> {
    Some(match text(value, "drift")? {
        "too_few" => Drift::TooFew { messages_min: count(value, "messages_min")? },
        "steady" => Drift::Steady { index: number(value, "index")? },
        "shifting" => Drift::Shifting { index: number(value, "index")? },
        "shifted" => Drift::Shifted { index: number(value, "index")? },
        _ => return None,
    })
}

fn waiting(value: &Value) -> Option<Waiting> {
    Some(Waiting {
        profile: id(value, "profile")?,
        message: id(value, "message")?,
        text: owned(value, "text")?,
        label: label(value, "label")?,
        score: Score::saturating(number(value, "score")?),
        rejected: flag(value, "rejected")?,
        at: moment(value, "at")?,
    })
}

fn release(value: &Value) -> Option<Release> {
    Some(Release {
        id: id(value, "id")?,
        at: moment(value, "at")?,
        by: owned_or_empty(value, "by"),
        bytes: count(value, "bytes")?,
        metrics: document(value, "metrics"),
    })
}

fn label(value: &Value, field: &str) -> Option<Label> {
    Label::parse(text(value, field)?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use shared::time::Timestamp;

    use super::*;

    fn page(drift: Drift, source: Source) -> ModelPage {
        let now = Choice {
            release: "aaaaaaaaaaaa".parse().ok(),
            canary: Some(Canary { release: "bbbbbbbbbbbb".parse().unwrap(), share: 0.25 }),
        };
        ModelPage {
            report: ModelReport {
                messages: 9,
                corrected: 3,
                right: 2,
                unknown: 1,
                keywords: 4,
                confusion: vec![Confusion {
                    said: Label::Chitchat,
                    corrected: Label::OutOfScope,
                    count: 5,
                }],
                histogram: vec![Bin { all: 3, corrected: 2, right: 1 }],
                weeks: vec![Week {
                    monday: "2026-01-05".into(),
                    messages: 9,
                    unknown: 1,
                    keywords: 4,
                    mix: vec![(Label::Chitchat, 9)],
                    drift,
                }],
                readers: vec![ReaderReport {
                    source,
                    model: "m1".into(),
                    messages: 9,
                    unknown: 1,
                    corrected: 3,
                    right: 2,
                }],
            },
            queue: vec![Waiting {
                profile: "a-1".parse().unwrap(),
                message: "m-1".parse().unwrap(),
                text: "太贵了".into(),
                label: Label::MarketingDiscount,
                score: Score::saturating(0.4),
                rejected: true,
                at: Timestamp::from_unix_millis(9),
            }],
            built_in: "cccccccccccc".parse().unwrap(),
            former: Some(Choice::default()),
            now,
            releases: vec![Release {
                id: "aaaaaaaaaaaa".parse().unwrap(),
                at: Timestamp::from_unix_millis(7),
                by: "ann".into(),
                bytes: 700_000,
                metrics: json!({"valid": {}}),
            }],
        }
    }

    #[test]
    fn the_page_is_read_as_the_edge_wrote_it() {
        for (drift, source) in [
            (Drift::TooFew { messages_min: 100 }, Source::Model),
            (Drift::Steady { index: 0.01 }, Source::Keywords),
            (Drift::Shifting { index: 0.15 }, Source::Model),
            (Drift::Shifted { index: 0.5 }, Source::Model),
        ] {
            let mut known = page(drift, source);
            assert_eq!(model(&serde_json::to_value(&known).unwrap()), Some(known.clone()));
            (known.former, known.now) = (None, Choice::default());
            assert_eq!(model(&serde_json::to_value(&known).unwrap()), Some(known));
        }
    }
}
