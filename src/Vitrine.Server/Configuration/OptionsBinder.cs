using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Vitrine.Server.Configuration;

/// <summary>
/// Binds options classes and gathers everything that is wrong, instead of stopping at the first: values that do not
/// convert, values out of range, and keys that no option has.
/// </summary>
internal sealed class OptionsBinder(IConfiguration configuration)
{
    private readonly List<string> failures = [];
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public object Bind(Type type)
    {
        var section = OptionClasses.SectionOf(type);
        var options = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var key = $"{section}:{property.Name}";
            known.Add(key);
            if (configuration[key] is { } text && TryConvert(key, text, property.PropertyType, out var value)) property.SetValue(options, value);
            Validate(key, property, options);
        }
        return options;
    }

    /// <exception cref="StartException">Something is wrong; the message has a line for each failing key.</exception>
    public void ThrowIfFailed()
    {
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is not null && !known.Contains(key) && !key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase))
                failures.Add($"Vitrine:{key} is not an option.");
        }
        if (failures.Count == 0) return;
        failures.Sort(StringComparer.Ordinal);
        throw new StartException("The configuration is wrong:" + string.Concat(failures.Select(failure => Environment.NewLine + "  " + failure)));
    }

    private bool TryConvert(string key, string text, Type type, out object? value)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        value = null;
        try
        {
            value = TypeDescriptor.GetConverter(target).ConvertFromInvariantString(text.Trim());
            if (!target.IsEnum || Enum.IsDefined(target, value!)) return true;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            // The converter's own words differ from type to type; the sentence below serves all.
        }
        failures.Add(target.IsEnum
            ? $"Vitrine:{key} is '{text}', which is none of {string.Join(", ", Enum.GetNames(target))}."
            : $"Vitrine:{key} is '{text}', which is not a {Describe(target)}.");
        return false;
    }

    private void Validate(string key, PropertyInfo property, object options)
    {
        var value = property.GetValue(options);
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
        {
            failures.Add(rule is RangeAttribute range
                ? $"Vitrine:{key} is {value}, but must be from {range.Minimum} to {range.Maximum}."
                : $"Vitrine:{key} is wrong: {rule.FormatErrorMessage(property.Name)}");
        }
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "truth value (true or false)"
        : type == typeof(TimeSpan) ? "time span (hh:mm:ss)"
        : type == typeof(int) || type == typeof(long) ? "whole number of that size"
        : "number";
}
