namespace Vitrine.Core.Facts.Reading;

/// <summary>Indexes of the fields that more follows from than their own value.</summary>
internal static class ImageFields
{
    public static readonly int Source = FactSchema.Image["source"].Index;
    public static readonly int Origin = FactSchema.Image["origin"].Index;
    public static readonly int AgainOf = FactSchema.Image["again_of"].Index;
    public static readonly int Status = FactSchema.Image["status"].Index;
    public static readonly int Provider = FactSchema.Image["provider"].Index;
    public static readonly int Model = FactSchema.Image["model"].Index;
    public static readonly int Quality = FactSchema.Image["quality"].Index;
    public static readonly int Resolution = FactSchema.Image["resolution"].Index;
    public static readonly int Width = FactSchema.Image["width"].Index;
    public static readonly int Height = FactSchema.Image["height"].Index;
    public static readonly int GpuTime = FactSchema.Image["gpu_time"].Index;
    public static readonly int Cost = FactSchema.Image["cost"].Index;
}

internal static class MessageFields
{
    public static readonly int Role = FactSchema.Message["role"].Index;
    public static readonly int Tokens = FactSchema.Message["tokens"].Index;
    public static readonly int InputTokens = FactSchema.Message["input_tokens"].Index;
    public static readonly int OutputTokens = FactSchema.Message["output_tokens"].Index;
    public static readonly int Model = FactSchema.Message["model"].Index;
    public static readonly int Cost = FactSchema.Message["cost"].Index;
}

internal static class ApiCallFields
{
    public static readonly int StatusCode = FactSchema.ApiCall["status_code"].Index;
    public static readonly int StatusClass = FactSchema.ApiCall["status_class"].Index;
}

internal static class CommandFields
{
    public static readonly int Success = FactSchema.Command["success"].Index;
}

internal static class ConversationFields
{
    public static readonly int Action = FactSchema.Conversation["action"].Index;
}

internal static class RequiredFields
{
    private static readonly FactField[][] ByKind =
        [.. FactSchema.All.Select(schema => schema.Fields.Where(field => field.Required).ToArray())];

    public static FactField[] Of(FactKind kind) => ByKind[(int)kind - 1];
}
