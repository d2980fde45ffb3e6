namespace Baton.Samples.Agents;

/// <summary>The model of the samples: a script beside them, or a real one named by <c>BATON_SAMPLE_MODEL</c>.</summary>
internal static class Models
{
    public static string Play(string script) =>
        Environment.GetEnvironmentVariable("BATON_SAMPLE_MODEL")
        ?? $"scripted:{Path.Combine(AppContext.BaseDirectory, "scripts", $"{script}.json")}";
}
