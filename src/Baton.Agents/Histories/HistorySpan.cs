using System.Runtime.InteropServices;

namespace Baton.Agents.Histories;

/// <summary>Messages in a row.</summary>
/// <param name="Start">The first one.</param>
/// <param name="End">The first one behind them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HistorySpan(int Start, int End)
{
    public int Count => End - Start;
}
