using System.Reflection;
using System.Text;
using System.Xml.Linq;
using Baton.TestSupport;

namespace Baton.Agents.Tests;

/// <summary>What a user of the package sees: a change shows as a diff, and everything is explained.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext _nullability = new();

    [Fact]
    public void The_public_API_is_the_approved_one()
    {
        StringBuilder api = new();
        foreach (Type type in Types().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            api.Append(type.Namespace).Append('.').Append(Name(type));
            string[] bases =
            [
                .. type.BaseType is { } parent && parent != typeof(object) && !type.IsEnum
                    ? [Name(parent)]
                    : Array.Empty<string>(),
                .. type.GetInterfaces().Where(each => each.IsPublic).Select(Name).Order(StringComparer.Ordinal),
            ];
            api.Append(
                type.IsSealed ? " sealed"
                : type.IsInterface ? " interface"
                : type.IsAbstract ? " abstract"
                : ""
            );
            api.Append(bases.Length > 0 && !type.IsEnum ? $" : {string.Join(", ", bases)}\n" : "\n");
            foreach (string member in Members(type).Distinct().Order(StringComparer.Ordinal))
            {
                api.Append("    ").Append(member).Append('\n');
            }
        }

        ApprovedText.ShouldBeApproved(api.ToString(), "agents-api.txt");
    }

    [Fact]
    public void Every_public_type_and_property_is_explained()
    {
        string file = Path.ChangeExtension(typeof(Agent).Assembly.Location, ".xml");
        HashSet<string> explained =
        [
            .. XDocument
                .Load(file)
                .Descendants("member")
                .Where(each => each.HasElements)
                .Select(each => each.Attribute("name")!.Value),
        ];

        string[] missing =
        [
            .. Types().Select(Id).Where(id => !explained.Contains($"T:{id}")),
            .. Types()
                .Where(type => type.GetMethod("<Clone>$") is null)
                .SelectMany(type =>
                    type.GetProperties(Declared & ~BindingFlags.NonPublic)
                        .Where(property => property.GetIndexParameters().Length == 0)
                        .Select(property => $"{Id(type)}.{property.Name}")
                )
                .Where(id => !explained.Contains($"P:{id}")),
        ];

        missing.ShouldBeEmpty();
    }

    private static IEnumerable<Type> Types() => typeof(Agent).Assembly.GetExportedTypes();

    private static string Id(Type type) => type.FullName!.Replace('+', '.');

    private static IEnumerable<string> Members(Type type)
    {
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            string? line = member switch
            {
                FieldInfo { IsSpecialName: false } field when IsVisible(field.Attributes) =>
                    $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}",
                ConstructorInfo made when IsVisible(made.Attributes) => $"new({Parameters(made)})",
                PropertyInfo property
                    when (property.GetMethod ?? property.SetMethod) is { } access && IsVisible(access.Attributes) =>
                    $"{Name(property.PropertyType)}{Mark(_nullability.Create(property).ReadState)} {property.Name}{Access(property)}",
                MethodInfo { IsSpecialName: false } method
                    when IsVisible(method.Attributes)
                        && !method.Name.Contains('<')
                        && method.GetBaseDefinition().DeclaringType != typeof(object)
                        && method.Name is not ("PrintMembers" or "Deconstruct" or "Equals") =>
                    $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)}{Mark(_nullability.Create(method.ReturnParameter).ReadState)} {method.Name}({Parameters(method)})",
                _ => null,
            };
            if (line is not null)
            {
                yield return line;
            }
        }
    }

    private static string Access(PropertyInfo property)
    {
        bool isSet = property.SetMethod is { } set && IsVisible(set.Attributes);
        bool isInit =
            isSet
            && property
                .SetMethod!.ReturnParameter.GetRequiredCustomModifiers()
                .Any(each => each.Name == "IsExternalInit");
        return isInit ? " { get; init; }"
            : isSet ? " { get; set; }"
            : " { get; }";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(each =>
                    $"{Name(each.ParameterType)}{Mark(_nullability.Create(each).ReadState)} {each.Name}{(each.HasDefaultValue ? $" = {each.DefaultValue ?? "default"}" : "")}"
                )
        );

    private static string Mark(NullabilityState state) => state == NullabilityState.Nullable ? "?" : "";

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask)
            is MethodAttributes.Public
                or MethodAttributes.Family
                or MethodAttributes.FamORAssem;

    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family;

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Name(inner);
        }

        string name =
            type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
