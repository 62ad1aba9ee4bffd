//! What a rule does, and which promises bind it.

use leptos::prelude::*;
use shared::{catalog::Better, rule::Class};

use super::RuleForm;
use crate::state::derived::{derived, memo};
use crate::{
    edit::rule::Deed,
    i18n::{Text, common, rules, t, tf},
    state::locale,
    ui::{
        choice::{Segmented, Select},
        field::{Bound, LongField, TextField, bound, fault_line, fault_text, fresh_id},
        page::Card,
    },
};

const DEEDS: [(&str, Deed, Text); 5] = [
    ("offer", Deed::Offer, rules::DEED_OFFER),
    ("better", Deed::RecommendBetter, rules::DEED_BETTER),
    ("complements", Deed::RecommendComplements, rules::DEED_COMPLEMENTS),
    ("say", Deed::Say, rules::DEED_SAY),
    ("nothing", Deed::Nothing, rules::DEED_NOTHING),
];

/// Class and action with their fields.
#[component]
pub(super) fn ActionCard(
    /// The form.
    form: RuleForm,
) -> impl IntoView {
    let draft = form.draft;
    let deed = memo(move || draft.with(|draft| draft.deed));
    let deed_key = Bound::new(
        move || {
            DEEDS
                .iter()
                .find(|(_, known, _)| *known == deed.get())
                .map_or("", |(key, ..)| key)
                .to_owned()
        },
        move |key| {
            if let Some((_, deed, _)) = DEEDS.iter().find(|(known, ..)| *known == key) {
                draft.update(|draft| draft.deed = *deed);
            }
        },
    );
    let deeds =
        derived(|| DEEDS.map(|(key, _, words)| (key.to_owned(), t(words)().to_owned())).to_vec());
    let experiment =
        move || draft.with(|draft| draft.experiment.as_ref().map(|split| split.key.to_string()));
    view! {
        <Card title=rules::WHAT>
            <div class="card-body fields">
                <Select label=rules::DEED value=deed_key options=deeds name="action"/>
                {crate::ui::list::live(move || (match deed.get() {
                    Deed::Offer => view! { <OfferField form=form/> }.into_any(),
                    Deed::RecommendBetter => view! {
                        <Words form=form label=rules::INTRO name="action.intro"/> <BetterFields form=form/>
                    }.into_any(),
                    Deed::RecommendComplements => {
                        view! { <Words form=form label=rules::INTRO name="action.intro"/> }.into_any()
                    }
                    Deed::Say => view! { <Words form=form label=rules::SAYS name="action.text"/> }.into_any(),
                    Deed::Nothing => ().into_any(),
                }).into_any())}
                <ClassChoice form=form/>
                {crate::ui::list::live(move || (experiment().map(|name| view! {
                    <p class="banner">{tf(rules::EXPERIMENT, &[("name", &name)])}</p>
                })).into_any())}
            </div>
        </Card>
    }
}

#[component]
fn OfferField(form: RuleForm) -> impl IntoView {
    let draft = form.draft;
    let options = derived(move || {
        let offers = form.published().map(|config| config.offers).unwrap_or_default();
        let choose = (String::new(), t(rules::OFFER_CHOOSE)().to_owned());
        let named = offers
            .into_iter()
            .map(|offer| (offer.id.to_string(), offer.title.get(locale::current()).to_owned()));
        core::iter::once(choose).chain(named).collect::<Vec<_>>()
    });
    let none = move || options.with(|options| options.len() < 2);
    view! {
        <Select
            label=rules::OFFER value=bound!(draft.offer) options=options name="action.offer"
            faults=form.faults
        />
        {crate::ui::list::live(move || (none().then(|| view! {
            <p class="muted small">
                {t(rules::OFFER_NONE)} " " <a href="#/offers/new">{t(rules::OFFER_MAKE)}</a>
            </p>
        })).into_any())}
    }
}

/// A text in both languages, side by side.
#[component]
fn Words(form: RuleForm, label: Text, name: &'static str) -> impl IntoView {
    let draft = form.draft;
    let fault = derived(move || fault_text(form.faults, name));
    view! {
        <fieldset class="languages">
            <legend>{t(label)}</legend>
            <div class="field-row">
                <LongField label=common::IN_CHINESE value=bound!(draft.words_zh) name="words_zh"/>
                <LongField label=common::IN_ENGLISH value=bound!(draft.words_en) name="words_en"/>
            </div>
            {fault_line(fresh_id("words-fault"), fault)}
        </fieldset>
    }
}

#[component]
fn BetterFields(form: RuleForm) -> impl IntoView {
    let RuleForm { draft, faults, .. } = form;
    let better = Bound::new(
        move || {
            draft.with(|draft| match draft.better {
                Better::Higher => "higher".to_owned(),
                Better::Lower => "lower".to_owned(),
            })
        },
        move |key| {
            let better = if key == "lower" { Better::Lower } else { Better::Higher };
            draft.update(|draft| draft.better = better);
        },
    );
    let label_fault = derived(move || fault_text(faults, "action.strategy.label"));
    view! {
        <div class="field-row">
            <TextField
                label=rules::BY_ATTRIBUTE value=bound!(draft.attribute) name="action.strategy.attribute"
                faults=faults hint=rules::BY_ATTRIBUTE_HINT
            />
            <Segmented
                label=rules::BETTER value=better
                options=vec![("higher", rules::BETTER_HIGHER), ("lower", rules::BETTER_LOWER)]
            />
        </div>
        <fieldset class="languages">
            <legend>{t(rules::LABEL)}</legend>
            <div class="field-row">
                <TextField label=common::IN_CHINESE value=bound!(draft.label_zh) name="label_zh"/>
                <TextField label=common::IN_ENGLISH value=bound!(draft.label_en) name="label_en"/>
            </div>
            {fault_line(fresh_id("label-fault"), label_fault)}
        </fieldset>
    }
}

#[component]
fn ClassChoice(form: RuleForm) -> impl IntoView {
    let draft = form.draft;
    let group = fresh_id("class");
    let option = move |class: Class, words: Text, hint: Text| {
        view! {
            <label class="option">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || draft.with(|draft| draft.class == class)
                    on:change=move |_| draft.update(|draft| draft.class = class)
                />
                <span class="option-words">
                    <strong>{t(words)}</strong>
                    <span class="muted small">{t(hint)}</span>
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="options">
            <legend>{t(rules::CLASS)}</legend>
            {option(Class::Marketing, rules::CLASS_MARKETING, rules::CLASS_MARKETING_HINT)}
            {option(Class::Service, rules::CLASS_SERVICE, rules::CLASS_SERVICE_HINT)}
        </fieldset>
    }
}
