using System.Collections;

namespace Baton.Configuration.Binding;

/// <summary>Binds sections and what they hold.</summary>
/// <param name="root">The outermost section, where a misplaced key is looked for.</param>
/// <param name="errors">Where to say what is wrong.</param>
internal sealed class SectionBinder(SettingsShape root, ConfigurationErrors errors)
{
    private readonly ScalarBinder _scalars = new(errors);
    private int _skipped;

    /// <summary>Grows with everything that is wrong, told here or before.</summary>
    private int Trouble => errors.Items.Count + _skipped;

    /// <summary>The section, or <see langword="null"/> when something in it is wrong.</summary>
    public object? BindSection(SettingsShape shape, ConfigurationNode node, string key)
    {
        if (node is not ConfigurationMapping mapping)
        {
            return errors.Mismatch(node, key, "keys and values");
        }

        int before = Trouble;
        object section = shape.NewSection();
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            string path = KeyPath.Add(key, entry.Key);
            if (shape[entry.Key] is not { } setting)
            {
                errors.Add(entry.KeyPlace, path, UnknownKey.Explain(entry.Key, shape, root));
            }
            else if (BindSetting(setting, entry.Value, path) is { } value)
            {
                setting.Property.SetValue(section, value);
            }
        }

        foreach (Setting setting in shape.Settings.Where(setting => setting.IsRequired))
        {
            if (mapping[setting.Key] is null or { Value: ConfigurationScalar { Kind: ScalarKind.Null } })
            {
                errors.Add(
                    mapping[setting.Key]?.KeyPlace ?? mapping.Place,
                    KeyPath.Add(key, setting.Key),
                    "is required; give it a value"
                );
            }
        }

        if (Trouble > before)
        {
            return null;
        }

        (section as IValidatedSection)?.Validate(new SectionValidation(mapping, key, errors));
        return Trouble > before ? null : section;
    }

    /// <summary>The value, or <see langword="null"/> when an error was added or the default stands.</summary>
    private object? BindSetting(Setting setting, ConfigurationNode node, string key)
    {
        if (node is ConfigurationScalar { Kind: ScalarKind.Null } && setting.Type.Kind != SettingKind.AsWritten)
        {
            bool defaultStands =
                setting.IsRequired
                || setting.Type.AcceptsNull
                || setting.Type.Kind is SettingKind.List or SettingKind.Dictionary or SettingKind.Section;
            if (!defaultStands)
            {
                errors.Add(node.Place, key, "has no value; give it one or remove the key");
            }

            return null;
        }

        object? value = Bind(setting.Type, node, key);
        if (value is not null && setting.Range is { } range && Bounds.Broken(range, value) is { } broken)
        {
            errors.Add(node.Place, key, broken);
            return null;
        }

        return value;
    }

    private object? Bind(SettingType type, ConfigurationNode node, string key)
    {
        if (
            errors.Items.Any(error =>
                error.Place == node.Place && string.Equals(error.Key, key, StringComparison.Ordinal)
            )
        )
        {
            _skipped++;
            return null;
        }

        return type.Kind switch
        {
            SettingKind.Section => BindSection(type.Shape, node, key),
            SettingKind.List => BindList(type, node, key),
            SettingKind.Dictionary => BindDictionary(type, node, key),
            SettingKind.Json => FreeForm.Bind(type.ClrType, node, key, errors),
            SettingKind.SelfReading => SelfReading.Read(type.ClrType, node, key, errors),
            SettingKind.AsWritten => type.ClrType.IsInstanceOfType(node)
                ? node
                : errors.Mismatch(node, key, "another value"),
            _ => _scalars.Bind(type, node, key),
        };
    }

    private Array? BindList(SettingType type, ConfigurationNode node, string key)
    {
        SettingType element = type.Element!;
        if (node is not ConfigurationSequence sequence)
        {
            errors.Mismatch(node, key, "a list");
            return null;
        }

        int before = Trouble;
        Type itemType = type.ClrType.GetElementType() ?? type.ClrType.GenericTypeArguments[0];
        Array items = Array.CreateInstance(itemType, sequence.Items.Count);
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (BindElement(element, sequence.Items[i], $"{key}[{i}]") is { } item)
            {
                items.SetValue(item, i);
            }
        }

        return Trouble == before ? items : null;
    }

    private IDictionary? BindDictionary(SettingType type, ConfigurationNode node, string key)
    {
        if (node is not ConfigurationMapping mapping)
        {
            errors.Mismatch(node, key, "keys and values");
            return null;
        }

        int before = Trouble;
        SettingType element = type.Element!;
        IDictionary values = (IDictionary)
            Activator.CreateInstance(
                typeof(Dictionary<,>).MakeGenericType(typeof(string), type.ClrType.GenericTypeArguments[1])
            )!;
        foreach (ConfigurationEntry entry in mapping.Entries)
        {
            values[entry.Key] = BindElement(element, entry.Value, KeyPath.Add(key, entry.Key));
        }

        return Trouble == before ? values : null;
    }

    private object? BindElement(SettingType element, ConfigurationNode node, string key)
    {
        if (node is not ConfigurationScalar { Kind: ScalarKind.Null } || element.Kind == SettingKind.AsWritten)
        {
            return Bind(element, node, key);
        }

        if (!element.AcceptsNull)
        {
            errors.Add(node.Place, key, "has no value; give it one or remove it");
        }

        return null;
    }
}
