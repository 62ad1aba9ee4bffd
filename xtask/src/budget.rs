//! What the served files weigh on the wire.

use std::fs;
use std::path::Path;

use anyhow::Result;

/// The strongest brotli setting, as a CDN stores files that never change.
const QUALITY: i32 = 11;

/// Bytes after brotli.
pub(crate) fn brotli(content: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: QUALITY, ..Default::default() };
    brotli::BrotliCompress(&mut &*content, &mut out, &params)?;
    Ok(out.len())
}

/// Prints each built file with its bytes, raw and brotli.
pub(crate) fn print_table(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            print_table(&path)?;
        } else {
            let content = fs::read(&path)?;
            println!("{:>9} {:>9}  {}", content.len(), brotli(&content)?, path.display());
        }
    }
    Ok(())
}
