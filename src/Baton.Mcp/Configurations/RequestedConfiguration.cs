using Baton.Experiments;
using Baton.Experiments.Settings;

namespace Baton.Mcp.Configurations;

/// <summary>The configuration that a request for an experiment means.</summary>
internal static class RequestedConfiguration
{
    /// <summary>Reads it, and nothing that it names.</summary>
    /// <exception cref="Baton.Configuration.ConfigurationException">Something is wrong with it; all of it is named.</exception>
    public static LoadedConfiguration Load(ExperimentRequest request) =>
        ConfigurationLoader.Load(
            new ConfigurationRequest
            {
                Config = request.ConfigPath,
                ConfigText = request.ConfigText,
                CommandLine = request.Overrides,
                Environment = request.Environment,
                CurrentDirectory = request.WorkingDirectory,
            }
        );
}
