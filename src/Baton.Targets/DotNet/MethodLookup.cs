using System.Reflection;
using Baton.Configuration;

namespace Baton.Targets.DotNet;

/// <summary>Finds the method a configuration names, and says what is there where it is not.</summary>
internal static class MethodLookup
{
    private const int MostListed = 8;
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy;

    /// <summary>The method with how it is called.</summary>
    /// <exception cref="DotNetLoadException">There is none, several, or one that cannot be called.</exception>
    public static AgentMethod Find(Assembly assembly, DotNetMethod method)
    {
        try
        {
            Type type = FindType(assembly, method);
            return Choose(type, method, [.. Named(type, method.MethodName)]);
        }
        catch (Exception missing)
            when (missing is IOException or TypeLoadException or ReflectionTypeLoadException or BadImageFormatException)
        {
            string what =
                (missing as ReflectionTypeLoadException)?.LoaderExceptions.FirstOrDefault()?.Message ?? missing.Message;
            throw new DotNetLoadException(
                $"`{method.AssemblyPath}` cannot be loaded: {what.TrimEnd('.')}; its dependencies must lie beside it: set `<EnableDynamicLoading>true</EnableDynamicLoading>` in its project, or name the assembly in the folder that `dotnet publish` makes",
                missing
            );
        }
    }

    private static Type FindType(Assembly assembly, DotNetMethod method)
    {
        if (assembly.GetType(method.TypeName, throwOnError: false) is not { } type)
        {
            string[] known =
            [
                .. assembly.GetExportedTypes().Select(found => found.FullName!).Order(StringComparer.Ordinal),
            ];
            string? meant =
                Suggestion.For(method.TypeName, known)
                ?? known.FirstOrDefault(name =>
                    name.Split('.', '+')[^1]
                        .Equals(method.TypeName.Split('.', '+')[^1], StringComparison.OrdinalIgnoreCase)
                );
            throw new DotNetLoadException(
                $"`{method.AssemblyPath}` has no type `{method.TypeName}`"
                    + (
                        meant is not null ? $"; did you mean `{meant}`?"
                        : known.Length == 0 ? "; it has no public types"
                        : $"; its public types: {List(known)}"
                    )
            );
        }

        return !type.IsVisible ? throw new DotNetLoadException($"`{method.TypeName}` is not public; make it `public`")
            : type.ContainsGenericParameters
                ? throw new DotNetLoadException($"`{method.TypeName}` is generic; name a type without type parameters")
            : type;
    }

    private static AgentMethod Choose(Type type, DotNetMethod method, List<MethodInfo> named)
    {
        if (named.Count == 0)
        {
            throw Missing(type, method);
        }

        List<AgentMethod> callable = [];
        List<string> problems = [];
        foreach (MethodInfo candidate in named)
        {
            if (AgentMethod.Read(candidate, out string problem) is { } read)
            {
                callable.Add(read);
            }
            else
            {
                problems.Add(problem);
            }
        }

        return callable.Count switch
        {
            1 => callable[0],
            0 => throw new DotNetLoadException($"`{method.TypeName}.{method.MethodName}` {problems[0]}"),
            _ => throw new DotNetLoadException(
                $"`{method.TypeName}.{method.MethodName}` has {callable.Count} overloads that could be called: {string.Join("; ", callable.Select(each => each.Method))}; give the one that is meant a name of its own"
            ),
        };
    }

    private static DotNetLoadException Missing(Type type, DotNetMethod method)
    {
        string where = $"`{method.TypeName}` has no public method `{method.MethodName}`";
        if (type.GetMethods(Members | BindingFlags.NonPublic).Any(found => found.Name == method.MethodName))
        {
            return new DotNetLoadException($"{where}, only one that is not public; make it `public`");
        }

        string[] known =
        [
            .. type.GetMethods(Members)
                .Where(found => found.DeclaringType != typeof(object) && !found.IsSpecialName)
                .Select(found => found.Name)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        return new DotNetLoadException(
            Suggestion.For(method.MethodName, known) is { } meant ? $"{where}; did you mean `{meant}`?"
            : known.Length == 0 ? $"{where}; it has none at all"
            : $"{where}; its methods: {List(known)}"
        );
    }

    private static IEnumerable<MethodInfo> Named(Type type, string name) =>
        type.GetMethods(Members).Where(method => method.Name == name);

    private static string List(string[] names) =>
        string.Join(", ", names.Take(MostListed).Select(name => $"`{name}`"))
        + (names.Length > MostListed ? $" and {names.Length - MostListed} more" : "");
}
