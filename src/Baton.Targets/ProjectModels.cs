using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Targets;

/// <summary>Clients of models with the keys and servers that the project's variables hold.</summary>
/// <param name="environment">The variables, and the folder from which the paths of scripts count.</param>
internal sealed class ProjectModels(TargetEnvironment environment) : IDisposable
{
    private readonly ModelClientFactory _clients = new(environment.TimeProvider, new Random(environment.Random.Next()));

    /// <summary>Makes a client.</summary>
    /// <param name="model">The model, <c>provider:model</c>.</param>
    /// <exception cref="ModelConfigurationException">A key is missing, or the name is none.</exception>
    public IChatClient Connect(string model)
    {
        ModelConnection connection = new ModelEnvironment(environment.Variables.GetValueOrDefault).Connect(model);
        return _clients.Create(
            connection.Name.Provider == ModelName.Scripted
                ? connection with
                {
                    Name = connection.Name with
                    {
                        Model = Path.GetFullPath(connection.Name.Model, environment.ProjectDirectory),
                    },
                }
                : connection
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();
}
