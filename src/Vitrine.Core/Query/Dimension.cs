namespace Vitrine.Core.Query;

/// <summary>
/// What facts are grouped and filtered by. The numbers are stored in rollup keys (five bits); never renumber.
/// <see cref="None"/> stands for the whole kind.
/// </summary>
public enum Dimension : byte
{
    None = 0,
    Source = 1,
    Persona = 2,
    Dataset = 3,
    Style = 4,
    Model = 5,
    Provider = 6,
    Resolution = 7,
    Format = 8,
    Quality = 9,
    Lora = 10,
    Status = 11,
    AspectRatio = 12,
    Role = 13,
    Type = 14,
    Guild = 15,
    Endpoint = 16,
    StatusClass = 17,
    ErrorType = 18,
    Command = 19,
    Channel = 20,

    /// <summary>Never in a rollup cell: who and how often is kept as blobs by interned user id.</summary>
    User = 21,

    /// <summary>Normalised prompt; answered from the facts only.</summary>
    Prompt = 22,

    /// <summary>What an image was made of, where that is another image.</summary>
    Origin = 23,
}
