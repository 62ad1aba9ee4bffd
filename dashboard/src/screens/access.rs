//! The first set-up and signing in. There is no default password and no way around.

use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::wire::admin::{Session, Setup, SignIn as SignInRequest};

use crate::{
    api::{self, Failure},
    edit::draft::{Fault, Said},
    i18n::{Text, access, t},
    state::{locale, place, session},
    ui::{
        field::{Bound, Faults, TextField, bound},
        icon::{Icon, icon},
        sidebar::{LanguageButton, ThemeChoice},
    },
};

/// Shortest and longest password, in characters; the edge has the last word.
const PASSWORD_LEN_MIN: usize = 12;
const PASSWORD_LEN_MAX: usize = 128;

#[derive(Debug, Clone)]
struct SetupDraft {
    token: String,
    name: String,
    email: String,
    password: String,
}

/// What is wrong with an address that a person signs in with; the edge is stricter.
fn is_email(text: &str) -> bool {
    text.trim()
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.ends_with('.'))
}

fn password_fault(password: &str) -> Option<Fault> {
    let length = password.chars().count();
    if length < PASSWORD_LEN_MIN {
        let said = access::FAULT_SHORT.fill(locale::current(), &[("n", &length.to_string())]);
        return Some(Fault { field: "password".to_owned(), said: Said::There(said) });
    }
    (PASSWORD_LEN_MAX < length).then(|| Fault::here("password", access::FAULT_LONG))
}

fn setup_faults(draft: &SetupDraft) -> Vec<Fault> {
    let missing = |text: &str| text.trim().is_empty();
    [
        missing(&draft.token).then(|| Fault::here("token", access::FAULT_TOKEN)),
        missing(&draft.name).then(|| Fault::here("name", access::FAULT_NAME)),
        (!is_email(&draft.email)).then(|| Fault::here("email", access::FAULT_EMAIL)),
        password_fault(&draft.password),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Makes the first operator.
#[component]
pub(crate) fn SetUp() -> impl IntoView {
    let token = place::setup_token();
    let brought = !token.is_empty();
    let draft = RwSignal::new(SetupDraft {
        token,
        name: String::new(),
        email: String::new(),
        password: String::new(),
    });
    let form = Form::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let given = draft.get_untracked();
        form.send(setup_faults(&given), async move {
            let setup = Setup {
                token: given.token.trim().to_owned(),
                email: given.email.trim().to_owned(),
                name: given.name.trim().to_owned(),
                password: given.password,
            };
            let session = api::set_up(&setup).await?;
            place::forget_setup_token();
            Ok(session)
        });
    };
    let faults = form.faults;
    view! {
        <Gate title=access::SETUP_TITLE hint=access::SETUP_HINT>
            <form class="gate-form" novalidate on:submit=submit>
                <FormFault form=form refused=access::REFUSED_TOKEN/>
                {(!brought).then(|| view! {
                    <TextField
                        label=access::TOKEN value=bound!(draft.token) name="token" faults=faults
                        hint=access::TOKEN_HINT kind="password"
                    />
                })}
                <TextField
                    label=access::NAME value=bound!(draft.name) name="name" faults=faults autocomplete="name"
                />
                <TextField
                    label=access::EMAIL value=bound!(draft.email) name="email" faults=faults kind="email"
                    autocomplete="username" inputmode="email"
                />
                <TextField
                    label=access::PASSWORD value=bound!(draft.password) name="password" faults=faults
                    kind="password" autocomplete="new-password" hint=access::PASSWORD_HINT
                />
                <Submit form=form words=access::SETUP_GO/>
            </form>
        </Gate>
    }
}

/// Signs an operator in; the address stays, so that they come to where they wanted to go.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let email = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let form = Form::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let given = SignInRequest {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        let no_password = given.password.is_empty();
        let faults = [
            (!is_email(&given.email)).then(|| Fault::here("email", access::FAULT_EMAIL)),
            no_password.then(|| Fault::here("password", access::FAULT_NO_PASSWORD)),
        ];
        form.send(
            faults.into_iter().flatten().collect(),
            async move { api::sign_in(&given).await },
        );
    };
    let faults = form.faults;
    view! {
        <Gate title=access::SIGN_IN_TITLE hint=access::SIGN_IN_HINT>
            <form class="gate-form" novalidate on:submit=submit>
                <FormFault form=form refused=access::REFUSED/>
                <TextField
                    label=access::EMAIL value=Bound::from(email) name="email" faults=faults kind="email"
                    autocomplete="username" inputmode="email"
                />
                <TextField
                    label=access::PASSWORD value=Bound::from(password) name="password" faults=faults
                    kind="password" autocomplete="current-password"
                />
                <Submit form=form words=access::SIGN_IN_GO/>
            </form>
        </Gate>
    }
}

/// A form that ends in a session.
#[derive(Clone, Copy)]
struct Form {
    faults: Faults,
    refusal: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        Self {
            faults: RwSignal::new(Vec::new()),
            refusal: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Sends the request unless something is wrong already.
    fn send(
        self,
        faults: Vec<Fault>,
        request: impl Future<Output = Result<Session, Failure>> + 'static,
    ) {
        let ready = faults.is_empty() && !self.busy.get_untracked();
        self.faults.set(faults);
        self.refusal.set(None);
        if !ready {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            self.busy.set(false);
            match answer {
                Ok(session) => session::signed_in(session),
                Err(failure) if !failure.path().is_empty() => {
                    self.faults.set(vec![Fault::there(failure.path(), failure.detail())]);
                }
                Err(failure) => self.refusal.set(Some(failure)),
            }
        });
    }
}

/// Why the whole form was refused.
#[component]
fn FormFault(form: Form, refused: Text) -> impl IntoView {
    let line = move || {
        form.refusal.get().map(|failure| match failure.status() {
            Some(401 | 403) => t(refused)().to_owned(),
            _ => failure.line(locale::current()),
        })
    };
    view! {
        <div role="alert">
            {crate::ui::list::live(move || (line().map(|line| view! { <p class="banner bad">{icon(Icon::Alert)} <span>{line}</span></p> })).into_any())}
        </div>
    }
}

/// The button of a form.
#[component]
fn Submit(form: Form, words: Text) -> impl IntoView {
    view! {
        <button class="button primary wide" type="submit" disabled=move || form.busy.get()>
            {crate::ui::list::live(move || (if form.busy.get() { t(access::WAITING)() } else { t(words)() }).into_any())}
        </button>
    }
}

/// What stands around a form while nobody is signed in.
#[component]
fn Gate(title: Text, hint: Text, children: Children) -> impl IntoView {
    let promise = |text: Text| view! { <li>{icon(Icon::Done)} <span>{t(text)}</span></li> };
    view! {
        <div class="gate">
            <main class="gate-main">
                <div class="gate-inner">
                    <span class="brand-mark" aria-hidden="true">{icon(Icon::Decision)}</span>
                    <h1>{t(title)}</h1>
                    <p class="muted">{t(hint)}</p>
                    {children()}
                    <div class="gate-foot"><LanguageButton/> <ThemeChoice/></div>
                </div>
            </main>
            <aside class="gate-side">
                <h2>{t(access::PROMISE_TITLE)}</h2>
                <ul>
                    {promise(access::PROMISE_ONE)} {promise(access::PROMISE_TWO)}
                    {promise(access::PROMISE_THREE)}
                </ul>
            </aside>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_a_name_and_a_host() {
        assert!(is_email("lin@shop.example"));
        assert!(!is_email("lin"));
        assert!(!is_email("@shop.example"));
        assert!(!is_email("lin@shop"));
    }

    #[test]
    fn both_ends_of_a_passwords_length_are_taken() {
        for (length, taken) in [(11, false), (12, true), (128, true), (129, false)] {
            assert_eq!(password_fault(&"密".repeat(length)).is_none(), taken, "{length}");
        }
    }
}
