namespace Baton.Cli.Completion;

/// <summary>A shell's completion script. Each one asks <c>baton [suggest:POSITION] "LINE"</c> for the words that fit.</summary>
/// <param name="Shell">The shell.</param>
/// <param name="Install">The command that turns completion on.</param>
/// <param name="Text">The script.</param>
internal sealed record CompletionScript(string Shell, string Install, string Text)
{
    /// <summary>Every shell's.</summary>
    public static IReadOnlyList<CompletionScript> All { get; } =
    [
        new(
            "bash",
            "source <(baton completion bash)",
            """
            # Completion of baton for bash; load it with: source <(baton completion bash)
            _baton_complete() {
                local word="${COMP_WORDS[COMP_CWORD]}" suggestion
                COMPREPLY=()
                while IFS= read -r suggestion; do
                    COMPREPLY+=("$suggestion")
                done < <(compgen -W "$(baton "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word")
            }
            complete -o default -F _baton_complete baton

            """
        ),
        new(
            "zsh",
            "source <(baton completion zsh)",
            """
            #compdef baton
            # Completion of baton for zsh; load it with: source <(baton completion zsh)
            _baton() {
                local -a suggestions
                suggestions=("${(@f)$(baton "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                suggestions=(${suggestions:#})
                if (( ${#suggestions} )); then compadd -- $suggestions; else _files; fi
            }
            compdef _baton baton

            """
        ),
        new(
            "fish",
            "baton completion fish | source",
            """
            # Completion of baton for fish; load it with: baton completion fish | source
            function __baton_complete
                set -l line (commandline -cp)
                baton "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
            end
            complete -c baton -a '(__baton_complete)'

            """
        ),
        new(
            "pwsh",
            "baton completion pwsh | Out-String | Invoke-Expression",
            """
            # Completion of baton for PowerShell; load it with: baton completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName baton -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $line = $commandAst.ToString()
                if ($line.Length -lt $cursorPosition) { $line = $line.PadRight($cursorPosition) }
                baton "[suggest:$cursorPosition]" $line 2>$null |
                    Where-Object { $_ -like "$wordToComplete*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """
        ),
    ];
}
