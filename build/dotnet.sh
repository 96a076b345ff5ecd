# Sourced by build.sh: finds a .NET SDK that global.json accepts, or installs one under .nuke/temp/dotnet.
# The archive's address and SHA-512 come from Microsoft's release metadata; nothing unverified is unpacked.

find_or_install_dotnet() {
  local root=$1 temp=$2 candidate
  for candidate in "$(command -v dotnet || true)" "$temp/dotnet/dotnet"; do
    if [[ -x $candidate ]] && (cd "$root" && "$candidate" --version) > /dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  install_dotnet "$root" "$temp" >&2
  printf '%s\n' "$temp/dotnet/dotnet"
}

# The runtime identifier of Microsoft's archives for this machine.
dotnet_platform() {
  local os=linux arch
  case $(uname -s) in
    Darwin) os=osx ;;
    Linux) if ldd --version 2>&1 | grep -qi musl; then os=linux-musl; fi ;;
    *) printf 'build.sh: no .NET SDK for %s; install one from https://dot.net\n' "$(uname -s)" >&2; return 4 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) printf 'build.sh: no .NET SDK for %s; install one from https://dot.net\n' "$(uname -m)" >&2; return 4 ;;
  esac
  printf '%s-%s\n' "$os" "$arch"
}

install_dotnet() {
  local root=$1 temp=$2 version channel platform metadata url hash archive
  version=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$root/global.json" | head -n 1)
  channel=${version%.*}
  platform=$(dotnet_platform)
  metadata=${STRATA_DOTNET_METADATA:-https://builds.dotnet.microsoft.com/dotnet/release-metadata}/$channel/releases.json
  archive=$temp/dotnet-sdk.tar.gz
  printf 'build.sh: no .NET SDK %s or later found: installing one under .nuke/temp/dotnet\n' "$version"

  curl -fsSL --retry 3 "$metadata" -o "$temp/releases.json" ||
    { printf 'build.sh: %s cannot be read; install the .NET SDK %s from https://dot.net\n' "$metadata" "$version"; exit 4; }
  # Releases come newest first: the first SDK archive for this platform is the channel's newest.
  read -r url hash < <(awk -v name="dotnet-sdk-$platform.tar.gz" '
    { gsub(/[",]/, "") }
    $1 == "name:" { wanted = ($2 == name) }
    $1 == "url:" && wanted { url = $2 }
    $1 == "hash:" && wanted { print url, $2; exit }' "$temp/releases.json")
  [[ -n ${url:-} && ${#hash} -eq 128 ]] || { printf 'build.sh: %s names no SDK for %s\n' "$metadata" "$platform"; exit 4; }

  curl -fsSL --retry 3 "$url" -o "$archive"
  if command -v sha512sum > /dev/null; then
    printf '%s  %s\n' "$hash" "$archive" | tr 'A-F' 'a-f' | sha512sum -c - > /dev/null
  else
    printf '%s  %s\n' "$hash" "$archive" | tr 'A-F' 'a-f' | shasum -a 512 -c - > /dev/null
  fi || { printf 'build.sh: %s does not have the SHA-512 that the metadata gives; not unpacked\n' "$url"; rm -f "$archive"; exit 4; }

  rm -rf "$temp/dotnet.new"
  mkdir -p "$temp/dotnet.new"
  tar -xzf "$archive" -C "$temp/dotnet.new" || { printf 'build.sh: %s cannot be unpacked\n' "$archive"; exit 4; }
  rm -rf "$temp/dotnet" "$archive"
  mv "$temp/dotnet.new" "$temp/dotnet"
}
