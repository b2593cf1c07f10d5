using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Network;

/// <summary>An option that is a list, separated by commas.</summary>
internal static class OptionLists
{
    public static string[] Items(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with a list; null where nothing is.</summary>
    public static string? FirstWrong(object? list, Func<string, bool> isGood) => Items((string)list!).FirstOrDefault(item => !isGood(item));
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => OptionLists.FirstWrong(value, item => AddressList.TryRead(item, out _)) is null;

    public override string FormatErrorMessage(string name) => "name IP addresses or networks, as in 127.0.0.1, 10.0.5.0/24.";
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostNamesAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => OptionLists.FirstWrong(value, HostRule.IsPattern) is null;

    public override string FormatErrorMessage(string name) => "name hosts without scheme and port, as in stats.example.org, *.example.org or *.";
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class OriginsAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => OptionLists.FirstWrong(value, CrossOrigin.IsOrigin) is null;

    public override string FormatErrorMessage(string name) => "name origins as browsers send them: in lower case, with a scheme and without a path, as in https://app.example.org.";
}
