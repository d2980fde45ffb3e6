using System.Text.Json;

namespace Baton.Targets.Python.Replay;

/// <summary>One recorded call.</summary>
/// <param name="Line">Its line in the recording, from 1.</param>
/// <param name="Target">The callable it was recorded of, or <see langword="null"/> when the recording does not say.</param>
/// <param name="Positional">The arguments given by position, a list; or <see langword="null"/> for none.</param>
/// <param name="Named">The arguments given by name, an object.</param>
internal sealed record RecordedCall(int Line, string? Target, JsonElement? Positional, JsonElement Named);
