using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Baton.Targets.Processes;

/// <summary>A signal that asks a process to end, written <c>SIGTERM</c>, <c>TERM</c> or as its number.</summary>
public sealed record KillSignal : IParsable<KillSignal>
{
    private static readonly KillSignal[] All =
    [
        new("SIGHUP", 1),
        new("SIGINT", 2),
        new("SIGQUIT", 3),
        new("SIGKILL", 9),
        new("SIGUSR1", OperatingSystem.IsLinux() ? 10 : 30),
        new("SIGUSR2", OperatingSystem.IsLinux() ? 12 : 31),
        new("SIGTERM", 15),
    ];

    private KillSignal(string name, int number)
    {
        Name = name;
        Number = number;
    }

    /// <summary>The polite one, and the default.</summary>
    public static KillSignal Terminate { get; } = Parse("SIGTERM", provider: null);

    /// <summary>The one that no process can refuse.</summary>
    public static KillSignal Kill { get; } = Parse("SIGKILL", provider: null);

    /// <summary>The name with <c>SIG</c>.</summary>
    public string Name { get; }

    /// <summary>The number on this operating system.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public static KillSignal Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out KillSignal? signal)
            ? signal
            : throw new FormatException(
                $"`{s}` is no signal that ends a process; write one of {string.Join(", ", All.Select(known => known.Name))}"
            );

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out KillSignal result
    )
    {
        string name = s?.Trim() ?? "";
        bool isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        result = Array.Find(
            All,
            signal =>
                isNumber
                    ? signal.Number == number
                    : name.Equals(signal.Name, StringComparison.OrdinalIgnoreCase)
                        || name.Equals(signal.Name[3..], StringComparison.OrdinalIgnoreCase)
        );
        return result is not null;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
