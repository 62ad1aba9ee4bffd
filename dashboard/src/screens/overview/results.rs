//! What each rule did in the period.

use leptos::prelude::*;
use shared::{money::Currency, report::RuleReport, rule::Rule};

use crate::ui::list::Views as _;
use crate::{
    explain::Figures as _,
    i18n::{overview, t},
    state::{figures::figures, route::Route},
    ui::{empty::Empty, icon::Icon, page::Card},
};

/// Rules with deliveries, clicks, orders and revenue, most deliveries first.
#[component]
pub(crate) fn ResultsCard(
    /// What each rule did.
    results: Vec<RuleReport>,
    /// The rules, for their names; empty until they are known.
    rules: Memo<Vec<Rule>>,
    /// Currency of the amounts.
    currency: Currency,
) -> impl IntoView {
    if results.is_empty() {
        return view! {
            <Card title=overview::RULES>
                <Empty
                    picture=Icon::Rules title=overview::RULES hint=overview::RULES_EMPTY
                    go=(overview::RULES_EMPTY_GO, "#/rules")
                />
            </Card>
        }
        .into_any();
    }
    let line = move |result: RuleReport| {
        let id = result.rule.clone();
        let name = move || rules.with(|rules| name(rules, id.as_str()));
        let address = Route::Rule { id: result.rule.to_string() }.address();
        view! {
            <tr>
                <th scope="row"><a href=address>{name}</a></th>
                <td class="number">{move || figures().count(result.delivered)}</td>
                <td class="number">{move || figures().count(result.clicked)}</td>
                <td class="number">{move || figures().count(result.orders)}</td>
                <td class="number">{move || figures().money(result.revenue_minor, currency)}</td>
            </tr>
        }
    };
    view! {
        <Card title=overview::RULES>
            <div class="table-frame" tabindex="0" role="region" aria-label=t(overview::RULES)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t(overview::RULE)}</th>
                            <th scope="col" class="number">{t(overview::DELIVERED)}</th>
                            <th scope="col" class="number">{t(overview::CLICKED)}</th>
                            <th scope="col" class="number">{t(overview::ORDERS)}</th>
                            <th scope="col" class="number">{t(overview::ATTRIBUTED)}</th>
                        </tr>
                    </thead>
                    <tbody>{results.into_iter().map(line).views()}</tbody>
                </table>
            </div>
        </Card>
    }
    .into_any()
}

/// What operators call a rule; one that was deleted keeps its id.
pub(crate) fn name(rules: &[Rule], id: &str) -> String {
    let rule = rules.iter().find(|rule| rule.id.as_str() == id);
    rule.map_or_else(|| id.to_owned(), |rule| rule.name.clone())
}
