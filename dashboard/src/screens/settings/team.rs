//! Who may sign in.

use leptos::{prelude::*, task::spawn_local};
use shared::wire::inbox::Colleague;

use crate::{
    api::{self, remote},
    edit::draft::Fault,
    i18n::{settings, t, tf},
    state::{locale, notices},
    ui::{
        field::{Faults, TextField},
        list::Views as _,
        page::Card,
        staged,
    },
};

/// The colleagues, and the form that takes another in.
#[component]
pub(crate) fn Team() -> impl IntoView {
    let colleagues = remote(api::operators);
    let [name, email, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let faults = Faults::new(Vec::new());
    let busy = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        faults.set(Vec::new());
        let [called, address, secret] = [name, email, password].map(|field| field.get_untracked());
        spawn_local(async move {
            let outcome = api::add_operator(&address, &called, &secret).await;
            let _gone = busy.try_set(false);
            match outcome {
                Ok(all) => {
                    colleagues.put(all);
                    let _gone = [name, email, password].map(|field| field.try_set(String::new()));
                    notices::done(tf(settings::TEAM_ADDED, &[("name", &called)]));
                }
                Err(failure) => {
                    let is_of_a_field = !failure.path().is_empty();
                    let fault = Fault::there(failure.path(), failure.detail());
                    let _gone =
                        faults.try_set(is_of_a_field.then_some(fault).into_iter().collect());
                    notices::failed(failure.line(locale::current()));
                }
            }
        });
    };
    let line = |one: Colleague| {
        view! { <li class="line"><span class="line-main"><strong>{one.name}</strong></span></li> }
    };
    view! {
        <Card title=settings::TEAM hint=settings::TEAM_HINT>
            {staged::kept(colleagues, 2, move || crate::ui::list::live(move || {
                let all = colleagues.value().unwrap_or_default();
                view! { <ul class="lines">{all.into_iter().map(line).views()}</ul> }.into_any()
            }))}
            <form class="card-body fields" novalidate on:submit=add>
                <TextField label=settings::TEAM_NAME value=name name="name" faults=faults/>
                <TextField label=settings::TEAM_EMAIL value=email name="email" kind="email" faults=faults/>
                <TextField
                    label=settings::TEAM_PASSWORD value=password name="password" kind="password"
                    autocomplete="new-password" faults=faults hint=settings::TEAM_PASSWORD_HINT
                />
                <button class="button" type="submit" aria-disabled=move || busy.get().to_string()>
                    {t(settings::TEAM_ADD)}
                </button>
            </form>
        </Card>
    }
}
