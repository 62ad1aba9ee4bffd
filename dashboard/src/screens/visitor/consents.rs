//! What a person allowed, with where and when they said so.

use leptos::prelude::*;
use shared::consent::{Answer, ConsentSource, Purpose};

use crate::ui::list::Views as _;
use crate::{
    explain::Figures as _,
    i18n::{facts, t, tf, visitors},
    state::figures::figures,
    ui::page::Card,
};

/// The newest answer for each purpose.
#[component]
pub(crate) fn ConsentCard(
    /// The answers.
    consents: Memo<Vec<Answer>>,
) -> impl IntoView {
    view! {
        <Card title=visitors::CONSENTS>
            {crate::ui::list::live(move || ({
                let consents = consents.get();
                if consents.is_empty() {
                    return view! { <p class="muted card-note">{t(visitors::CONSENTS_EMPTY)}</p> }.into_any();
                }
                view! { <ul class="lines">{consents.iter().map(line).views()}</ul> }.into_any()
            }).into_any())}
        </Card>
    }
}

fn line(answer: &Answer) -> impl IntoView + use<> {
    let purpose = match answer.purpose {
        Purpose::Analytics => facts::PURPOSE_ANALYTICS,
        Purpose::Marketing => facts::PURPOSE_MARKETING,
    };
    let source = match answer.source {
        ConsentSource::Widget => facts::SOURCE_WIDGET,
        ConsentSource::Merchant => facts::SOURCE_MERCHANT,
    };
    let said = if answer.granted { facts::GRANTED } else { facts::REFUSED };
    let how = tf(
        visitors::CONSENT_LINE,
        &[("source", t(source)()), ("n", &answer.notice.get().to_string())],
    );
    view! {
        <li class="line">
            <span class="line-main">
                <strong>{t(purpose)}</strong>
                <span class="muted small">{format!("{} · {how}", figures().moment(answer.at))}</span>
            </span>
            <span class="badge" class:good=answer.granted class:bad=!answer.granted>{t(said)}</span>
        </li>
    }
}
