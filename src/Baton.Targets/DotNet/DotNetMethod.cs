using System.Diagnostics.CodeAnalysis;

namespace Baton.Targets.DotNet;

/// <summary>A public method of an assembly, written <c>path/My.dll!Namespace.Type.Method</c>.</summary>
/// <param name="AssemblyPath">The assembly's file as written.</param>
/// <param name="TypeName">The type with its namespace; <c>Outer+Inner</c> for a type inside another.</param>
/// <param name="MethodName">The method.</param>
public sealed record DotNetMethod(string AssemblyPath, string TypeName, string MethodName) : IParsable<DotNetMethod>
{
    /// <inheritdoc/>
    public static DotNetMethod Parse(string s, IFormatProvider? provider)
    {
        int mark = s.LastIndexOf('!');
        string path = mark < 0 ? s : s[..mark].Trim();
        string member = mark < 0 ? "" : s[(mark + 1)..].Trim();
        int dot = member.LastIndexOf('.');
        if (path.Length == 0 || dot <= 0 || dot == member.Length - 1)
        {
            throw new FormatException(
                $"`{s}` names no method; write `path/My.dll!Namespace.Type.Method`, the assembly's file and the method with its type"
            );
        }

        if (!path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                $"`{path}` is no assembly's file; name the `.dll` that `dotnet build` makes, for example `bin/Release/net10.0/My.dll`"
            );
        }

        return new DotNetMethod(path, member[..dot], member[(dot + 1)..]);
    }

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out DotNetMethod result
    )
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (FormatException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>The method as it is written.</summary>
    public override string ToString() => $"{AssemblyPath}!{TypeName}.{MethodName}";
}
