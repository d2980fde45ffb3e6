using System.Reflection;
using System.Runtime.Loader;
using Baton.Agents;
using Microsoft.Extensions.AI;

namespace Baton.Targets.DotNet;

/// <summary>Loads an agent's assembly with what its <c>deps.json</c> names, apart from Baton's own assemblies.</summary>
/// <remarks>The contracts of Baton and of Microsoft.Extensions.AI are Baton's, so that both sides mean the same types.</remarks>
/// <param name="assemblyPath">The agent's assembly, absolute.</param>
/// <param name="alsoShared">Other assemblies of Baton that both sides must mean the same types by.</param>
internal sealed class AgentLoadContext(string assemblyPath, IReadOnlyList<Assembly> alsoShared)
    : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath), isCollectible: true)
{
    private static readonly Dictionary<string, Assembly> Shared = new[] { typeof(IAgent), typeof(IChatClient) }
        .Select(type => type.Assembly)
        .ToDictionary(assembly => assembly.GetName().Name!, StringComparer.OrdinalIgnoreCase);

    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Shared.TryGetValue(assemblyName.Name!, out Assembly? shared) ? shared
        : alsoShared.FirstOrDefault(known => IsNamed(known, assemblyName)) is { } other ? other
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
        : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    private static bool IsNamed(Assembly assembly, AssemblyName name) =>
        string.Equals(assembly.GetName().Name, name.Name, StringComparison.OrdinalIgnoreCase);
}
