:; exec "$(cd "$(dirname "$0")" && pwd)/build.sh" "$@"
@powershell -ExecutionPolicy ByPass -NoProfile -File "%~dp0build.ps1" %*
