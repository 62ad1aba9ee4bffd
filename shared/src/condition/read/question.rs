//! From JSON to a question about time: `$events` and `$age`.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Number, Value};

use super::{Read, Reader, Reading};
use crate::{
    condition::{
        Condition,
        error::ConditionError,
        json::Json,
        path::Path,
        question::{
            Aggregate, Comparison, Filter, Measure, Period, Property, Question, Relation, Span,
            Unit, What, moment,
        },
        tree::Clauses,
    },
    limits::{CONDITION_PATH_LEN_BYTES_MAX, EVENT_NAME_LEN_MAX, WINDOW_SECS_MAX},
    time::Timestamp,
};

/// What `$events` may have, for a message.
const KNOWN: &str = "name, where, within_days, within_hours, within_secs, after, before and one of \
    count, sum, min, max, avg, distinct, first_days, last_days (_hours, _secs), last";

type Fields<'a> = &'a [(String, Json)];

impl Reader {
    /// Whether a question about the person may stand here.
    pub(super) fn may_ask(&self) -> bool {
        self.reading == Reading::Strict && self.inside == 0
    }

    /// A condition about something that is not the person.
    pub(super) fn inner_clauses(&mut self, operator: &str, json: &Json) -> Read<Clauses> {
        self.inside = self.inside.saturating_add(1);
        let clauses = self.clauses(operator, json);
        self.inside = self.inside.saturating_sub(1);
        clauses
    }

    /// What stands under `$events`.
    pub(super) fn events(&mut self, json: &Json) -> Read<Question> {
        let fields = self.fields("$events", json)?;
        self.descend()?;
        let name = self.event_name(fields)?;
        let mut filter = Filter::default();
        let mut periods = Vec::new();
        let (mut after, mut before) = (None, None);
        let mut whats = Vec::new();
        for (key, operand) in fields {
            self.count()?;
            match key.as_str() {
                "name" => {}
                "where" => filter = self.under(key, |reader| reader.filter(key, operand))?,
                "after" => after = Some(self.under(key, |reader| reader.date(key, operand))?),
                "before" => before = Some(self.under(key, |reader| reader.date(key, operand))?),
                _ => match key.strip_prefix("within_").and_then(unit) {
                    Some(unit) => {
                        let span = self.under(key, |reader| reader.span(key, operand, unit))?;
                        periods.push(Period::Last(span));
                    }
                    None => whats.push(self.under(key, |reader| reader.what(key, operand))?),
                },
            }
        }
        if after.is_some() || before.is_some() {
            periods.push(Period::Between { after, before });
        }
        let period = self.at_most_one(periods, "a window and a date, or two windows")?;
        let what = self.at_most_one(whats, "two things to measure")?;
        let (what, asked) = what.ok_or_else(|| {
            self.problem(
                "has nothing to measure; name count, sum, min, max, avg, distinct, \
                first_days, last_days or last",
            )
        })?;
        let period = period.unwrap_or_default();
        let is_windowless = matches!(what, What::FirstAge | What::LastAge | What::LastHas(_));
        if is_windowless && period != Period::Ever {
            return Err(self.problem("first and last look at all events and have no window"));
        }
        self.ascend();
        Ok(Question::events(Measure { name, filter, period, what }, asked))
    }

    /// What stands under `$age`.
    pub(super) fn age(&mut self, json: &Json) -> Read<Question> {
        let fields = self.fields("$age", json)?;
        self.descend()?;
        let of = match field(fields, "of") {
            Some(operand) => self.under("of", |reader| reader.path("of", operand))?,
            None => return Err(self.problem("has no `of`: the attribute with the date")),
        };
        let mut asked = Vec::new();
        for (key, operand) in fields.iter().filter(|(key, _)| key != "of") {
            self.count()?;
            let Some(unit) = unit(key) else {
                return Err(self.problem(&format!(
                    "unknown part `{key}`; known are of and one of days, hours, secs"
                )));
            };
            asked.push(self.under(key, |reader| reader.comparison(key, operand, Some(unit)))?);
        }
        let asked = self.at_most_one(asked, "two lengths of time")?;
        let asked = asked.ok_or_else(|| self.problem("has no days, hours or secs"))?;
        self.ascend();
        Ok(Question::Age { of, asked })
    }

    fn fields<'a>(&self, operator: &str, json: &'a Json) -> Read<Fields<'a>> {
        let Some(fields) = json.as_object() else {
            return Err(self.operand(operator, "an object", json));
        };
        self.refuse_repeated(fields)?;
        Ok(fields)
    }

    fn event_name(&mut self, fields: Fields<'_>) -> Read<String> {
        let Some(operand) = field(fields, "name") else {
            return Err(self.problem("has no `name`: the event, or * for any"));
        };
        self.under("name", |reader| {
            let name = reader.text("name", operand)?;
            let len = name.chars().count();
            if name.trim().is_empty() || EVENT_NAME_LEN_MAX < len {
                return Err(ConditionError::Bound {
                    at: reader.at(),
                    field: "name".to_string(),
                    found: format!("{len} characters long"),
                    bound: format!("1 to {EVENT_NAME_LEN_MAX}"),
                });
            }
            Ok(name)
        })
    }

    fn filter(&mut self, key: &str, operand: &Json) -> Read<Filter> {
        Ok(Filter(Condition { clauses: self.inner_clauses(key, operand)? }))
    }

    fn date(&self, key: &str, operand: &Json) -> Read<Timestamp> {
        let text = self.text(key, operand)?;
        moment(&Value::String(text.clone())).ok_or_else(|| ConditionError::Bound {
            at: self.at(),
            field: key.to_string(),
            found: format!("{text:?}"),
            bound: "a date such as 2026-01-05 or 2026-01-05T01:00:00Z".to_string(),
        })
    }

    fn span(&self, key: &str, operand: &Json, unit: Unit) -> Read<Span> {
        let most = WINDOW_SECS_MAX.checked_div(unit.secs()).unwrap_or_default();
        let count = operand.as_scalar().and_then(Value::as_u64);
        match count.and_then(|count| u32::try_from(count).ok()) {
            Some(count) if (1..=most).contains(&count) => Ok(Span { count, unit }),
            Some(_) | None => Err(ConditionError::Bound {
                at: self.at(),
                field: key.to_string(),
                found: Value::from(operand.clone()).to_string(),
                bound: format!("a whole number from 1 to {most}"),
            }),
        }
    }

    /// What is measured, and what is asked of it.
    fn what(&mut self, key: &str, operand: &Json) -> Read<(What, Option<Comparison>)> {
        if key == "count" {
            return Ok((What::Count, Some(self.comparison(key, operand, None)?)));
        }
        if key == "last" {
            return Ok((What::LastHas(self.filter(key, operand)?), None));
        }
        if let Some((aggregate, _)) = Aggregate::NAMED.iter().find(|(_, name)| *name == key) {
            let (of, asked) = self.aggregate(key, operand)?;
            return Ok((What::Of(*aggregate, of), Some(asked)));
        }
        let (what, rest) = match (key.strip_prefix("first_"), key.strip_prefix("last_")) {
            (Some(rest), _) => (What::FirstAge, rest),
            (None, Some(rest)) => (What::LastAge, rest),
            (None, None) => return Err(self.unknown_part(key)),
        };
        let Some(unit) = unit(rest) else { return Err(self.unknown_part(key)) };
        Ok((what, Some(self.comparison(key, operand, Some(unit))?)))
    }

    fn aggregate(&mut self, key: &str, operand: &Json) -> Read<(Property, Comparison)> {
        let fields = self.fields(key, operand)?;
        let of = field(fields, "of").map(|operand| self.path("of", operand)).transpose()?;
        let asked = field(fields, "is")
            .map(|operand| self.under("is", |reader| reader.comparison("is", operand, None)))
            .transpose()?;
        match (of, asked) {
            (Some(of), Some(asked)) if fields.len() == 2 => Ok((Property(of), asked)),
            _ => Err(self.problem("has `of`, the property, and `is`, the comparison, and no more")),
        }
    }

    fn path(&self, key: &str, operand: &Json) -> Read<Path> {
        let dotted = self.text(key, operand)?;
        let path = Path::new(&dotted);
        if path.is_well_formed() && dotted.len() <= CONDITION_PATH_LEN_BYTES_MAX {
            Ok(path)
        } else {
            Err(ConditionError::Path { at: self.at(), path: dotted })
        }
    }

    /// A number, or one operator with a number.
    fn comparison(&self, key: &str, operand: &Json, unit: Option<Unit>) -> Read<Comparison> {
        let number = |json: &Json| match json.as_scalar() {
            Some(Value::Number(number)) => Some(Number::clone(number)),
            _ => None,
        };
        if let Some(bound) = number(operand) {
            return Ok(Comparison { relation: Relation::Equal, bound, unit });
        }
        if let Some([(operator, bound)]) = operand.as_object() {
            let Some(relation) = Relation::of_operator(operator) else {
                return Err(self.unknown(operator));
            };
            if let Some(bound) = number(bound) {
                return Ok(Comparison { relation, bound, unit });
            }
        }
        Err(self.operand(
            key,
            "a number, or one of $eq $ne $lt $lte $gt $gte with a number",
            operand,
        ))
    }

    fn at_most_one<T>(&self, mut found: Vec<T>, what: &str) -> Read<Option<T>> {
        let one = found.pop();
        if found.is_empty() { Ok(one) } else { Err(self.problem(&format!("has {what}"))) }
    }

    fn unknown_part(&self, key: &str) -> ConditionError {
        self.problem(&format!("unknown part `{key}`; known are {KNOWN}"))
    }

    fn problem(&self, problem: &str) -> ConditionError {
        ConditionError::Question { at: self.at(), problem: problem.to_string() }
    }
}

fn field<'a>(fields: Fields<'a>, name: &str) -> Option<&'a Json> {
    fields.iter().find(|(key, _)| key == name).map(|(_, operand)| operand)
}

fn unit(word: &str) -> Option<Unit> {
    Unit::ALL.into_iter().find(|unit| unit.plural() == word)
}
