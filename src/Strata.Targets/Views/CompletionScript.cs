namespace Strata.Targets.Views;

/// <summary>Scripts that make a shell complete what stands behind <c>build.sh</c>; they ask <c>build/complete.sh</c> beside it, which starts no program.</summary>
internal static class CompletionScript
{
    private const string Bash =
        """
        # Completion of build.sh in bash: eval "$(./build.sh Completion --shell bash)", or put this text into ~/.bashrc
        _strata_build() {
          local command=${COMP_WORDS[0]/#\~/$HOME} word
          local complete=${command%/*}/build/complete.sh
          [[ $command == */* ]] || complete=build/complete.sh
          COMPREPLY=()
          [[ -f $complete ]] || return 0
          while IFS= read -r word; do COMPREPLY+=("$word"); done < <(bash "$complete" "${COMP_WORDS[@]:1:COMP_CWORD}")
        }
        complete -o bashdefault -o default -F _strata_build build.sh

        """;

    private const string Zsh =
        """
        # Completion of build.sh in zsh: put this text into ~/.zshrc, behind compinit
        _strata_build() {
          local command=${words[1]/#\~/$HOME}
          local complete=${command:h}/build/complete.sh
          [[ -f $complete ]] || { _files; return }
          local -a found
          found=(${(f)"$(bash $complete "${(@)words[2,CURRENT]}")"})
          (( $#found )) && compadd -U -- $found || _files
        }
        compdef _strata_build build.sh

        """;

    private const string Fish =
        """
        # Completion of build.sh in fish: ./build.sh Completion --shell fish > ~/.config/fish/completions/build.sh.fish
        function __strata_build
          set -l words (commandline -opc) (commandline -ct)
          set -l complete (string replace -r '^~' $HOME -- (dirname $words[1]))/build/complete.sh
          test -f $complete; and bash $complete $words[2..-1]
        end
        complete -c build.sh -f -a '(__strata_build)'

        """;

    private const string PowerShell =
        """
        # Completion of build.ps1 in PowerShell: ./build.ps1 Completion --shell powershell >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName build.ps1, ./build.ps1, .\build.ps1, build.cmd -ScriptBlock {
          param($word, $ast, $cursor)
          $words = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -le $cursor } | ForEach-Object { $_.Extent.Text })
          $script = Join-Path (Split-Path -Parent (Resolve-Path $words[0])) 'build.ps1'
          $typed = @($words | Select-Object -Skip 1)
          if (-not $word) { $typed += '' }
          & $script :complete @typed | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """;

    /// <summary>The shells that there are.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <param name="shell">A shell's name or path: without <c>--shell</c> Nuke takes the variable SHELL, which is the user's own.</param>
    /// <exception cref="DefinitionException">There is no script for this shell.</exception>
    public static string Of(string? shell) => (Path.GetFileNameWithoutExtension(shell)?.ToLowerInvariant() switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "powershell" or "pwsh" => PowerShell,
        null => throw new DefinitionException(new Problem("command line", "Completion needs to know your shell", "add --shell bash, zsh, fish or powershell")),
        _ => throw new DefinitionException(new Problem(
            "command line", $"--shell takes {string.Join(", ", Shells)}, not '{shell}'", Spelling.Suggestion(shell ?? "", Shells))),
    }).ReplaceLineEndings("\n");
}
