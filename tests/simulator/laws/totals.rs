//! I11: a report says what a recount of the entries says.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    ledger::{Entry, Fact},
    report::{Overview, Slice},
    time::Timestamp,
};

use crate::{
    faults::DAY,
    law::{Law, Lawful},
    outbox,
    schedule::Who,
    shops::{self, TENANTS},
    world::World,
};

/// Days that the report covers.
const DAYS: u16 = 62;

impl World<'_> {
    /// The report of each tenant, against everything that the witnesses saw.
    pub fn totals_are_right(&self) -> Lawful {
        (0..TENANTS).try_for_each(|tenant| {
            let today = Timestamp::from_unix_millis(self.now);
            let report = self.report(tenant, today);
            let first = today.day() - i64::from(DAYS) + 1;
            let entries: Vec<(Who, &Entry)> = (0..self.people.len())
                .filter(|who| self.people[*who].tenant == tenant)
                .flat_map(|who| {
                    self.people[who].witness.entries.iter().map(move |entry| (who, entry))
                })
                .filter(|(_, entry)| (first..=today.day()).contains(&entry.at.day()))
                .collect();
            let recount = recount(&entries);
            let said = said(&report);
            let wrong = recount.iter().find(|(name, count)| said.get(*name) != Some(*count));
            let wrong =
                wrong.or_else(|| said.iter().find(|(name, _)| !recount.contains_key(*name)));
            self.hold(Law::I11, tenant, wrong.is_none(), || {
                let (name, _) = wrong.expect("something wrong");
                format!(
                    "{name} is {:?} in the report and {:?} in a recount",
                    said.get(name),
                    recount.get(name)
                )
            })
        })
    }

    /// The report as the edge asks for it: each ledger that can hold some of the period.
    fn report(&self, tenant: usize, today: Timestamp) -> Overview {
        let from = today.unix_millis() - (i64::from(DAYS) - 1) * DAY;
        let mut months = BTreeSet::new();
        for day in 0..i64::from(DAYS) {
            months.insert(outbox::month(Timestamp::from_unix_millis(from + day * DAY)));
        }
        let first = Timestamp::from_unix_millis(from).day();
        let asked = format!("ledger\n{}\n", shops::mark(tenant));
        let slices: Vec<Slice> = self
            .stores
            .ledgers
            .iter()
            .filter(|(address, _)| {
                let month = address.strip_prefix(&asked).and_then(|rest| rest.get(..7));
                month.is_some_and(|month| months.contains(month))
            })
            .map(|(_, ledger)| ledger.slice(first, today.day()))
            .collect();
        let currency = self.shops.of(tenant, 0).config.config.settings.currency;
        Overview::of(slices, DAYS, currency, today)
    }
}

type Figures = BTreeMap<String, i64>;

/// The figures of a report, by name; nothing is left out.
fn said(report: &Overview) -> Figures {
    let mut said = Figures::new();
    let mut say = |name: String, count: i64| {
        if count != 0 {
            said.insert(name, count);
        }
    };
    let funnel = &report.funnel;
    for (name, people) in [
        ("visits", funnel.visits),
        ("intents", funnel.intents),
        ("offers", funnel.offers),
        ("clicks", funnel.clicks),
        ("orders", funnel.orders),
    ] {
        say(name.into(), people as i64);
    }
    for day in &report.by_day {
        say(format!("{} visits", day.date), day.funnel.visits as i64);
        say(format!("{} offers", day.date), day.funnel.offers as i64);
        say(format!("{} orders", day.date), day.funnel.orders as i64);
        say(format!("{} revenue", day.date), day.revenue_minor.get());
        say(format!("{} attributed", day.date), day.attributed_minor.get());
    }
    let arms = [&report.treated, &report.holdout];
    say("people".into(), arms.iter().map(|arm| arm.people as i64).sum());
    say("buyers".into(), arms.iter().map(|arm| arm.buyers as i64).sum());
    say("orders paid".into(), arms.iter().map(|arm| arm.orders as i64).sum());
    say("net".into(), arms.iter().map(|arm| arm.revenue_minor.get()).sum());
    for rule in &report.rules {
        say(format!("{} delivered", rule.rule), rule.delivered as i64);
        say(format!("{} clicked", rule.rule), rule.clicked as i64);
        say(format!("{} orders", rule.rule), rule.orders as i64);
        say(format!("{} revenue", rule.rule), rule.revenue_minor.get());
    }
    for held in &report.suppressions {
        say(format!("held back: {}", held.reason), held.count as i64);
    }
    said
}

/// The same figures, counted from the entries one by one.
fn recount(entries: &[(Who, &Entry)]) -> Figures {
    let mut people: BTreeMap<String, BTreeSet<Who>> = BTreeMap::new();
    let mut sums = Figures::new();
    for (who, entry) in entries {
        let date = entry.at.to_rfc3339()[..10].to_owned();
        let mut person = |name: &str| {
            people.entry(name.into()).or_default().insert(*who);
        };
        let mut add = |name: String, by: i64| *sums.entry(name).or_default() += by;
        person("people");
        match &entry.fact {
            Fact::Visited => {
                person("visits");
                person(&format!("{date} visits"));
            }
            Fact::Intent { .. } => person("intents"),
            Fact::Delivered { rule, .. } => {
                person("offers");
                person(&format!("{date} offers"));
                add(format!("{rule} delivered"), 1);
            }
            Fact::Clicked { rule, .. } => {
                person("clicks");
                add(format!("{rule} clicked"), 1);
            }
            Fact::Suppressed { reason, .. } => add(format!("held back: {reason}"), 1),
            Fact::Ordered { revenue_minor, credited, .. } => {
                person("buyers");
                add("orders paid".into(), 1);
                add("net".into(), revenue_minor.get());
                add(format!("{date} revenue"), revenue_minor.get());
                if let Some((_, rule)) = credited {
                    person("orders");
                    person(&format!("{date} orders"));
                    add(format!("{date} attributed"), revenue_minor.get());
                    add(format!("{rule} orders"), 1);
                    add(format!("{rule} revenue"), revenue_minor.get());
                }
            }
            Fact::Refunded { amount_minor, .. } => add("net".into(), -amount_minor.get()),
            // The overview does not tell of these.
            Fact::Exposed { .. }
            | Fact::Learned { .. }
            | Fact::Measured { .. }
            | Fact::StageChanged { .. }
            | Fact::SegmentEntered { .. }
            | Fact::SegmentExited { .. } => {}
        }
    }
    let counts = people.into_iter().map(|(name, who)| (name, who.len() as i64));
    let mut all: Figures = counts.chain(sums).collect();
    all.retain(|_, count| *count != 0);
    all
}
