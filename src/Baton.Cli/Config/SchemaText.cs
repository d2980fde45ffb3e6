using Baton.Cli.Results;
using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Cli.Config;

/// <summary>Carries out <c>baton config schema</c>.</summary>
internal static class SchemaText
{
    /// <summary>Prints the schema.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(TextWriter output)
    {
        JsonText.Write(output, json => JsonSchemaWriter.For<ExperimentSettings>().WriteTo(json));
        return ExitCodes.Ok;
    }
}
