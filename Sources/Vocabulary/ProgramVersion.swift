/// The one place of the version: `--version` of every program, the packages and their manuals (`systemd/make-deb`) read it
/// here, runs and processes are noted with it.
package let programVersion = "1.0.0"
