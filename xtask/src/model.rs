//! `cargo xtask model`: hands over to the Python that trains and weighs the intent model.

use anyhow::{Result, bail};

use crate::args::Args;
use crate::{paths, run};

/// `model train|eval|gate [ARGUMENTS]`: runs `model/NAME.py` in a virtual environment.
pub(crate) fn run(args: &mut Args) -> Result<()> {
    let words = args.rest();
    let Some((name, more)) = words.split_first() else { bail!("model train, eval or gate?") };
    let script = paths::at("model").join(format!("{name}.py"));
    if !matches!(name.as_str(), "train" | "eval" | "gate") || !script.exists() {
        bail!("the model has no step {name:?}");
    }
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
