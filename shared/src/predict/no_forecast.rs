//! Why there is no forecast. An operator reads it where the number would be.

use alloc::{
    format,
    string::{String, ToString},
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::LocalText;

/// Why there is no forecast.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum NoForecast {
    /// Too few people ordered more than once.
    #[error(
        "{repeat_buyers} people ordered more than once, fewer than {repeat_buyers_min}: a forecast may be wrong by a third"
    )]
    TooFewRepeatBuyers {
        /// How many did.
        repeat_buyers: u64,
        /// How many it takes.
        repeat_buyers_min: u64,
    },
    /// Too few orders to know how far apart they are.
    #[error(
        "{gaps} times between orders are known, fewer than {gaps_min}, and too few of other people"
    )]
    TooFewGaps {
        /// Times between two orders of this person.
        gaps: u64,
        /// How many it takes without other people.
        gaps_min: u64,
    },
    /// The person ordered once; until the second order the model takes everybody to be a customer.
    #[error("one order says nothing about leaving")]
    OneOrder,
    /// The search for the best parameters did not come to an end.
    #[error("no parameters fit best")]
    NotConverged,
    /// The data are best explained by something the model cannot say, for example that nobody ever leaves.
    #[error("{parameter} has no finite best value: the data do not show it")]
    NotSeen {
        /// Which parameter.
        parameter: String,
    },
    /// Who orders often spends more, or less, each time; the model takes the two to be unrelated.
    #[error("spending follows frequency (correlation {correlation:.2}, at most {correlation_max})")]
    SpendingFollowsFrequency {
        /// Correlation of number and mean value of orders.
        correlation: f64,
        /// Largest correlation the model is used with.
        correlation_max: f64,
    },
    /// A number is outside its bounds.
    #[error("{field} is {value}, not {bound}")]
    OutOfBounds {
        /// Which number.
        field: String,
        /// The rejected value, as text: it may be no number at all.
        value: String,
        /// What it may be.
        bound: String,
    },
}

impl NoForecast {
    /// The reason, as operators read it.
    #[must_use]
    pub fn reason(&self) -> LocalText {
        let zh_cn = match self {
            Self::TooFewRepeatBuyers { repeat_buyers, repeat_buyers_min } => format!(
                "下过不止一单的客户只有 {repeat_buyers} 人，不足 {repeat_buyers_min} 人，预测可能偏差三分之一"
            ),
            Self::TooFewGaps { gaps, gaps_min } => {
                format!("只知道 {gaps} 次下单间隔，不足 {gaps_min} 次，其他客户的间隔也太少")
            }
            Self::OneOrder => "只有一单，看不出是否会流失".into(),
            Self::NotConverged => "找不到最合适的参数".into(),
            Self::NotSeen { parameter } => {
                format!("数据看不出 {parameter} 的取值（例如没有人流失过）")
            }
            Self::SpendingFollowsFrequency { correlation, correlation_max } => format!(
                "下单越频繁的客户客单价也随之变化（相关系数 {correlation:.2}，上限 {correlation_max}），模型不适用"
            ),
            Self::OutOfBounds { field, value, bound } => {
                format!("{field} 为 {value}，超出 {bound}")
            }
        };
        LocalText::both(&zh_cn, &self.to_string())
    }
}

/// Refuses what is outside a closed range.
pub(super) fn within(field: &str, value: f64, low: f64, high: f64) -> Result<f64, NoForecast> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let bound = alloc::format!("{low} to {high}");
    Err(NoForecast::OutOfBounds { field: field.into(), value: value.to_string(), bound })
}
