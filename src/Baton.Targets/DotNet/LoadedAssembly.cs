using System.Reflection;

namespace Baton.Targets.DotNet;

/// <summary>An assembly of the user's in a load context of its own.</summary>
internal sealed class LoadedAssembly
{
    private readonly AgentLoadContext _context;

    private LoadedAssembly(AgentLoadContext context, Assembly assembly)
    {
        _context = context;
        Assembly = assembly;
    }

    /// <summary>The assembly.</summary>
    public Assembly Assembly { get; }

    /// <summary>Loads it.</summary>
    /// <param name="path">The assembly, absolute.</param>
    /// <param name="shared">Assemblies of Baton, beside those every agent shares, that both sides must mean the same types by.</param>
    /// <exception cref="DotNetLoadException">It is missing or cannot be used.</exception>
    public static LoadedAssembly Load(string path, params IReadOnlyList<Assembly> shared)
    {
        AssemblyFile.Check(path);
        AgentLoadContext context = Open(path, shared);
        try
        {
            return new LoadedAssembly(context, context.LoadFromAssemblyPath(path));
        }
        catch (Exception broken) when (broken is IOException or BadImageFormatException)
        {
            context.Unload();
            throw new DotNetLoadException($"`{path}` cannot be loaded: {broken.Message}", broken);
        }
    }

    /// <summary>Lets the assembly go, once none of its code runs any more.</summary>
    public void Unload() => _context.Unload();

    private static AgentLoadContext Open(string path, IReadOnlyList<Assembly> shared)
    {
        try
        {
            return new AgentLoadContext(path, shared);
        }
        catch (InvalidOperationException broken)
        {
            // The resolver says so of a `deps.json` it cannot read.
            throw new DotNetLoadException(
                $"the dependencies of `{path}` cannot be read: {broken.Message}; build the project anew",
                broken
            );
        }
    }
}
