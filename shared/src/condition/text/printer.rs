//! From a condition to the text that a marketer reads.
//!
//! The text is read back before it is shown. So it cannot say anything but the condition,
//! and the rules for brackets may be generous: first with few, then with all of them.

mod question;

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::Value;

use super::{
    NotExpressible,
    lexer::{self, TokenKind},
    parser::{self, Keyword},
};
use crate::condition::{
    path::Path,
    read::{self, Reading},
    tree::{Case, Check, Clause, Clauses, Listed, Order, Presence, Test, VersionOrder},
};

/// How many brackets are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brackets {
    Few,
    All,
}

type Printed = Result<String, NotExpressible>;

/// The text of a condition.
pub(super) fn print(clauses: &Clauses) -> Printed {
    let mut text = Ok(String::new());
    for brackets in [Brackets::Few, Brackets::All] {
        text = brackets.expression(clauses);
        if text.as_deref().is_ok_and(|text| means(text, clauses)) {
            return text;
        }
    }
    text.and_then(|text| unknown(&format!("the grouping of {text}")))
}

/// Whether `text` is read back as `clauses`.
fn means(text: &str, clauses: &Clauses) -> bool {
    let json = parser::parse(text);
    json.is_ok_and(|json| read::read(&json, Reading::Strict).as_ref() == Ok(clauses))
}

fn unknown(what: &str) -> Printed {
    Err(NotExpressible { what: what.to_string() })
}

impl Brackets {
    /// A condition that stands alone or in brackets that are already written.
    fn expression(self, clauses: &Clauses) -> Printed {
        match clauses.0.as_slice() {
            [] => Ok("ALWAYS".to_string()),
            [Clause::Any(branches)] => self.alternatives(branches, " OR "),
            clauses => self.joined(clauses),
        }
    }

    fn joined(self, clauses: &[Clause]) -> Printed {
        let mut parts = Vec::new();
        for clause in clauses {
            match clause {
                Clause::All(branches) => {
                    let branches: Result<Vec<_>, _> =
                        branches.iter().map(|branch| self.branch(branch)).collect();
                    parts.extend(branches?);
                }
                Clause::Any(branches) => {
                    parts.push(format!("({})", self.alternatives(branches, " OR ")?));
                }
                Clause::Neither(branches) => {
                    parts.push(format!("NONE OF ({})", self.alternatives(branches, ", ")?));
                }
                Clause::Not(clauses) => parts.push(format!("NOT ({})", self.expression(clauses)?)),
                Clause::Field(path, test) => parts.extend(self.predicates(path, test)?),
                Clause::Question(question) => parts.push(self.question(question)?),
                Clause::Never(key, _) => return unknown(key),
            }
        }
        Ok(parts.join(" AND "))
    }

    /// One branch of an `$and`.
    fn branch(self, clauses: &Clauses) -> Printed {
        let is_bare = self == Self::Few
            && match clauses.0.as_slice() {
                [Clause::Any(_) | Clause::Not(_) | Clause::Neither(_) | Clause::Question(_)] => {
                    true
                }
                [Clause::Field(_, test)] => !has_several(test),
                _ => false,
            };
        match self.joined(&clauses.0)? {
            nothing if nothing.is_empty() => Ok("(ALWAYS)".to_string()),
            bare if is_bare => Ok(bare),
            written => Ok(format!("({written})")),
        }
    }

    fn alternatives(self, branches: &[Clauses], separator: &str) -> Printed {
        let branches = branches.iter().map(|branch| match branch.0.as_slice() {
            [] => Ok("ALWAYS".to_string()),
            [Clause::Field(_, test)] if !has_several(test) => self.joined(&branch.0),
            [Clause::Not(_) | Clause::Neither(_) | Clause::Any(_) | Clause::Question(_)] => {
                self.joined(&branch.0)
            }
            several => self.joined(several).map(|text| format!("({text})")),
        });
        branches.collect::<Result<Vec<_>, _>>().map(|branches| branches.join(separator))
    }

    fn predicates(self, path: &Path, test: &Test) -> Result<Vec<String>, NotExpressible> {
        let subject = name(&path.dotted());
        let Test::Checks(checks) = test else {
            return Ok([format!("{subject} {}", plain(test)?)].into());
        };
        let asked = checks.iter().map(|check| match membership(check) {
            Some(membership) if path.is_set_valued() => Ok(format!("{subject} {}", membership?)),
            _ => self.check(check).map(|asked| asked.after(&subject)),
        });
        asked.collect()
    }

    /// What is asked by one operator.
    fn check(self, check: &Check) -> Result<Asked, NotExpressible> {
        let asked = match check {
            Check::Same(value) => format!("== {}", literal(value)?),
            Check::Different(Value::Null) => "IS NOT NULL".to_string(),
            Check::Different(value) => format!("!= {}", literal(value)?),
            Check::Order(order, bound) => format!("{} {}", comparison(*order), literal(bound)?),
            Check::Version(check) => {
                let sign = match check.order {
                    VersionOrder::Equal => "=",
                    VersionOrder::Different => "!=",
                    VersionOrder::Ordered(order) => comparison(order),
                };
                format!("VERSION {sign} {}", literal(&check.operand)?)
            }
            Check::Exists(true) => "EXISTS".to_string(),
            Check::Exists(false) => "NOT EXISTS".to_string(),
            Check::Listed(Listed { presence, case }, values) => {
                format!("{}IN ({}){}", negation(*presence), literals(values)?, suffix(*case))
            }
            Check::Group(presence, group) => {
                format!("{}IN GROUP {}", negation(*presence), quoted(group))
            }
            Check::Element(checks) => format!("CONTAINS {}", contained(checks)?),
            Check::ElementObject(clauses) => format!("ANY ({})", self.expression(clauses)?),
            Check::All(case, tests) => {
                let values: Result<Vec<_>, _> = tests.iter().map(plain_value).collect();
                format!("CONTAINS ALL ({}){}", values?.join(", "), suffix(*case))
            }
            Check::Matches(case, pattern) => {
                format!("MATCHES {}{}", quoted(pattern.source()), suffix(*case))
            }
            Check::Type(kind) => format!("IS {}", kind.name().to_ascii_uppercase()),
            Check::Not(test) => return self.negated(test),
            Check::Size(test) => return self.nested(test).map(Asked::Count),
            Check::Never(operator, _) => return Err(NotExpressible { what: operator.clone() }),
        };
        Ok(Asked::Value(asked))
    }

    fn negated(self, test: &Test) -> Result<Asked, NotExpressible> {
        if let Test::Checks(checks) = test
            && let [Check::Type(kind)] = checks.as_slice()
        {
            return Ok(Asked::Value(format!("IS NOT {}", kind.name().to_ascii_uppercase())));
        }
        self.nested(test).map(|asked| Asked::Value(format!("NOT {asked}")))
    }

    /// A test inside another one: there is room for a single operator.
    fn nested(self, test: &Test) -> Printed {
        let Test::Checks(checks) = test else { return plain(test) };
        match checks.as_slice() {
            [only] => match self.check(only)? {
                Asked::Value(asked) => Ok(asked),
                Asked::Count(_) => unknown("$size inside another operator"),
            },
            _ => unknown("several operators inside one"),
        }
    }
}

/// What is asked, of the value or of the number of values.
enum Asked {
    Value(String),
    Count(String),
}

impl Asked {
    fn after(&self, subject: &str) -> String {
        match self {
            Self::Value(asked) => format!("{subject} {asked}"),
            Self::Count(asked) => format!("COUNT({subject}) {asked}"),
        }
    }
}

/// `= 'label'` and `!= 'label'`, which mean membership for a set of labels.
fn membership(check: &Check) -> Option<Printed> {
    let Check::Listed(listed, values) = check else { return None };
    match (*listed, values.as_slice()) {
        (Listed::IN, [label]) => Some(literal(label).map(|label| format!("= {label}"))),
        (Listed::NOT_IN, [label]) => Some(literal(label).map(|label| format!("!= {label}"))),
        _ => None,
    }
}

fn has_several(test: &Test) -> bool {
    matches!(test, Test::Checks(checks) if 1 < checks.len())
}

/// Plain equality.
fn plain(test: &Test) -> Printed {
    if *test == Test::Null {
        return Ok("IS NULL".to_string());
    }
    plain_value(test).map(|value| format!("= {value}"))
}

fn plain_value(test: &Test) -> Printed {
    match test {
        Test::Text(words) => Ok(quoted(words)),
        Test::Number(number) => Ok(number.to_string()),
        Test::Flag(flag) => Ok(flag.to_string()),
        Test::Null => Ok("NULL".to_string()),
        Test::Json(_) => unknown("an array or object to compare with"),
        Test::Checks(_) => unknown("an operator in a list"),
    }
}

/// What an array contains.
fn contained(checks: &[Check]) -> Printed {
    match checks {
        [Check::Same(value)] => literal(value),
        [Check::Order(order, bound)] => Ok(format!("{} {}", comparison(*order), literal(bound)?)),
        [Check::Different(value)] => Ok(format!("!= {}", literal(value)?)),
        _ => unknown("these operators inside $elemMatch"),
    }
}

const fn comparison(order: Order) -> &'static str {
    match order {
        Order::Less => "<",
        Order::LessOrEqual => "<=",
        Order::Greater => ">",
        Order::GreaterOrEqual => ">=",
    }
}

const fn negation(presence: Presence) -> &'static str {
    match presence {
        Presence::Present => "",
        Presence::Absent => "NOT ",
    }
}

const fn suffix(case: Case) -> &'static str {
    match case {
        Case::Exact => "",
        Case::Ignored => " IGNORE CASE",
    }
}

fn literals(values: &[Value]) -> Printed {
    let values: Result<Vec<_>, _> = values.iter().map(literal).collect();
    values.map(|values| values.join(", "))
}

fn literal(value: &Value) -> Printed {
    match value {
        Value::Null => Ok("NULL".to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::String(text) => Ok(quoted(text)),
        Value::Array(_) | Value::Object(_) => unknown("an array or object to compare with"),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A name as it is, or in back-quotes where it would be read as something else.
fn name(dotted: &str) -> String {
    let tokens = lexer::tokens(dotted).unwrap_or_default();
    let is_one_word = match tokens.as_slice() {
        [word, end] => {
            word.kind == TokenKind::Word(dotted.to_string()) && end.kind == TokenKind::End
        }
        _ => false,
    };
    if is_one_word && !Keyword::is_word_of_language(dotted) {
        dotted.to_string()
    } else {
        format!("`{}`", dotted.replace('`', "``"))
    }
}
