namespace Baton.Topologies.Execution;

/// <summary>A value that was written as JSON once and stands in many inputs.</summary>
/// <param name="Text">The JSON.</param>
internal readonly record struct WrittenJson(string Text)
{
    /// <summary>Writes a value.</summary>
    public static WrittenJson Of<T>(T value) => new(TopologyJson.Write(value));

    /// <summary>An array of values.</summary>
    public static WrittenJson Array(IEnumerable<WrittenJson> values) =>
        new($"[{string.Join(',', values.Select(value => value.Text))}]");
}
