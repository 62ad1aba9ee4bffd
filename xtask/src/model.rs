//! `cargo xtask model`: hands over to the Python that trains and weighs the intent model, and to the script that
//! publishes it.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::{paths, run, setup};

/// `model train|eval|gate [ARGUMENTS]` runs `model/NAME.py` in a virtual environment;
/// `model publish|rollback|corrections --to URL [ARGUMENTS]` runs `model/release.mjs`.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let words = args.rest();
    let Some((name, more)) = words.split_first() else {
        bail!("model train, eval, gate, publish, rollback or corrections?")
    };
    match name.as_str() {
        "train" | "eval" | "gate" => python(name, more),
        "publish" | "rollback" | "corrections" => {
            setup::npm()?;
            let script = paths::at("model/release.mjs");
            run::check(run::program(paths::node()).arg(script).args(&words))
        }
        _ => bail!("the model has no step {name:?}"),
    }
}

fn python(name: &str, more: &[String]) -> Result<()> {
    let script = paths::at("model").join(format!("{name}.py"));
    let environment = paths::at("model/.venv");
    let python = environment.join("bin/python");
    if !python.exists() {
        eprintln!("making the model's Python environment");
        run::check(run::program("python3").args(["-m", "venv"]).arg(&environment))?;
        let requirements = paths::at("model/requirements.txt");
        run::check(
            run::program(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements),
        )?;
    }
    run::check(run::program(&python).arg(script).args(more))
}
