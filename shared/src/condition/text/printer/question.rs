//! Questions about time, as a marketer reads them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{Brackets, Printed, name, quoted};
use crate::condition::question::{Comparison, Measure, Period, Question, Unit, What};

impl Brackets {
    pub(super) fn question(self, question: &Question) -> Printed {
        match question {
            Question::Age { of, asked } => {
                Ok(format!("age({}) {}", name(&of.dotted()), compared(asked)))
            }
            Question::Events { measure, asked, .. } => self.events(measure, asked.as_ref()),
        }
    }

    fn events(self, measure: &Measure, asked: Option<&Comparison>) -> Printed {
        let (function, of) = match &measure.what {
            What::Count => ("performed", None),
            What::Of(aggregate, of) => (aggregate.name(), Some(of)),
            What::FirstAge => ("first", None),
            What::LastAge | What::LastHas(_) => ("last", None),
        };
        let mut arguments = Vec::from([quoted(&measure.name)]);
        arguments.extend(of.map(|of| name(&of.dotted())));
        match &measure.period {
            Period::Ever => {}
            Period::Last(span) => arguments.push(span.written()),
            Period::Between { after, before } => {
                arguments.extend(after.map(|at| format!("AFTER {}", quoted(&at.to_rfc3339()))));
                arguments.extend(before.map(|at| format!("BEFORE {}", quoted(&at.to_rfc3339()))));
            }
        }
        if !measure.filter.is_any() {
            arguments.push(format!("WHERE {}", self.expression(measure.filter.0.clauses())?));
        }
        let call = format!("{function}({})", arguments.join(", "));
        if let What::LastHas(has) = &measure.what {
            return Ok(format!("{call} HAS ({})", self.expression(has.0.clauses())?));
        }
        Ok(match asked {
            Some(asked) if measure.what == What::Count && *asked == Comparison::at_least_once() => {
                call
            }
            Some(asked) => format!("{call} {}", compared(asked)),
            None => call,
        })
    }
}

fn compared(asked: &Comparison) -> String {
    let unit = asked.unit.map(Unit::letter).map(|letter| letter.to_string()).unwrap_or_default();
    format!("{} {}{unit}", asked.relation.sign(), asked.bound)
}
