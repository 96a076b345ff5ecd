#Requires -Version 5.1
# Starts the build program, compiling it first only when something that it is made of has changed.
#   ./build.ps1 [TARGET ...] [--PARAMETER VALUE ...]       ./build.ps1 --help lists both
[CmdletBinding()]
param([Parameter(ValueFromRemainingArguments)][string[]] $BuildArguments)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $MyInvocation.MyCommand.Path
$temp = Join-Path $root '.nuke/temp'

# A shell asks what may be typed: answered from .nuke/temp/completion (target NAME | parameter --NAME VALUE...) without starting the
# program, as build/complete.sh does; case and dashes in names do not count.
if ($BuildArguments -and $BuildArguments[0] -eq ':complete') {
    $index = Join-Path $temp 'completion'
    $typed = @($BuildArguments | Select-Object -Skip 1)
    $current = if ($typed.Count) { $typed[-1] } else { '' }
    $parameter = @($typed | Select-Object -SkipLast 1 | Where-Object { $_ -like '-*' }) | Select-Object -Last 1
    $plain = { param($text) $text -replace '-', '' }
    $words = foreach ($line in $(if (Test-Path $index) { Get-Content $index })) {
        $kind, $name, $values = $line -split ' '
        if ($current -like '-*') { if ($kind -eq 'parameter') { $name } }
        elseif (-not $parameter) { if ($kind -eq 'target') { $name } }
        elseif ($kind -eq 'parameter' -and (& $plain $name) -eq (& $plain $parameter)) { $values }
    }
    $words | Where-Object { $_ -and (& $plain $_).StartsWith((& $plain $current), 'OrdinalIgnoreCase') }
    exit 0
}

$stamp = Join-Path $temp 'compiled'
$packagesFile = Join-Path $temp 'packages'
New-Item -ItemType Directory -Force $temp | Out-Null

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_ROLL_FORWARD = 'Major'
$env:DOTNET_TieredPGO = '0'
$env:NUKE_TELEMETRY_OPTOUT = '1'
$env:STRATA_SCRIPT = 'build.ps1'
if ($env:NO_COLOR) { $env:TERM = 'dumb' }

function Say($text) { [Console]::Error.WriteLine("build.ps1: $text") }

# Digest of the content of all files that the build program is made of; their times do not matter.
function Get-Fingerprint($packages) {
    $files = @('build', 'src' | Where-Object { Test-Path (Join-Path $root $_) } | ForEach-Object { Get-ChildItem (Join-Path $root $_) -Recurse -File } |
        Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]|[\\/]launchSettings\.json$' } | ForEach-Object FullName)
    $files += 'global.json', 'Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'nuget.config', 'build.ps1' |
        ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path $_ }
    $sha = [Security.Cryptography.SHA256]::Create()
    $lines = foreach ($file in ($files | Sort-Object)) {
        $file.Substring($root.Length) + ' ' + [BitConverter]::ToString($sha.ComputeHash([IO.File]::ReadAllBytes($file)))
    }
    $text = $packages + "`n" + ($lines -join "`n")
    [BitConverter]::ToString($sha.ComputeHash([Text.Encoding]::UTF8.GetBytes($text)))
}

$dotnetCommand = Get-Command dotnet -ErrorAction SilentlyContinue
if (-not $dotnetCommand) { Say 'no .NET SDK found; install the version that global.json names from https://dot.net'; exit 4 }
$dotnet = $dotnetCommand.Source

$packages = $env:STRATA_PACKAGES
if (-not $packages -and (Test-Path $packagesFile)) { $packages = (Get-Content $packagesFile -TotalCount 1).Trim() }
if ($packages -and $packages -notin 'nuget', 'embedded') { Say "STRATA_PACKAGES: expected 'nuget' or 'embedded', got '$packages'"; exit 2 }

if (-not $packages) {
    $env:STRATA_PACKAGES = 'nuget'
    $log = & $dotnet restore (Join-Path $root 'build/_build.csproj') -nologo -v q 2>&1 | Out-String
    if ($LASTEXITCODE -eq 0) {
        $packages = 'nuget'
        Say 'building on the Nuke packages of your feed (remembered in .nuke/temp/packages)'
    } elseif ($log -match 'NU110[0-3].*(Nuke\.|Strata\.Targets)') {
        $packages = 'embedded'
        Say 'your package feed has no Nuke packages: building on the embedded runner (remembered in .nuke/temp/packages)'
    } else {
        Say ($log + 'the packages cannot be restored; mend the feed, or set STRATA_PACKAGES=embedded')
        exit 4
    }
    Set-Content $packagesFile $packages
}
$env:STRATA_PACKAGES = $packages

# STRATA_SSHNET=true compiles the second SSH transport too, for --ssh sshnet; the feed needs SSH.NET.
if ($env:STRATA_SSHNET -and $env:STRATA_SSHNET -notin 'true', 'false') { Say "STRATA_SSHNET: expected 'true' or 'false', got '$env:STRATA_SSHNET'"; exit 2 }
$variant = if ($env:STRATA_SSHNET -eq 'true') { "$packages-sshnet" } else { $packages }

$program = Join-Path $root "build/bin/$variant/Release/net10.0/_build.dll"
$fingerprint = Get-Fingerprint $variant
if (-not (Test-Path $stamp) -or -not (Test-Path $program) -or (Get-Content $stamp -TotalCount 1) -ne $fingerprint) {
    Say "compiling the build program ($variant)"
    $log = & $dotnet build (Join-Path $root 'build/_build.csproj') -c Release -nologo -v q -clp:NoSummary -nodeReuse:false -p:UseSharedCompilation=false 2>&1 | Out-String
    if ($LASTEXITCODE -ne 0) { Say ($log + 'the build program does not compile'); exit 2 }
    # Once after compiling: .nuke/build.schema.json for editors, .nuke/temp/completion for shells.
    & $dotnet $program --shell-completion --no-logo *> (Join-Path $temp 'completion.log')
    Set-Content $stamp @($fingerprint, $dotnet, $program)
}

& $dotnet $program @BuildArguments
exit $LASTEXITCODE
