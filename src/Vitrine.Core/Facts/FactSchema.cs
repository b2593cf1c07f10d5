using System.Collections.Frozen;
using Vitrine.Core.Query;

namespace Vitrine.Core.Facts;

/// <summary>
/// The fields of each fact kind. Reading, storing, returning and importing facts all follow this one description.
/// </summary>
public sealed class FactSchema
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>Longest <c>meta</c>, <c>extra_data</c>, <c>details</c>: 64 KiB.</summary>
    public const int MaxJsonBytes = 64 * 1024;

    // The fields that every kind starts with, at the same indexes.
    public const int UserId = 0;
    public const int Username = 1;
    public const int FirstName = 2;
    public const int Meta = 3;

    /// <summary>Members that every fact may carry beside its fields: <c>kind</c>, <c>id</c> and the time.</summary>
    public static IReadOnlyList<string> TimeNames { get; } = ["timestamp", "created_at"];

    private readonly FrozenDictionary<string, FactField> byName;

    private FactSchema(FactKind kind, string? idAlias, bool userRequired, params FactField[] own)
    {
        Kind = kind;
        IdAlias = idAlias;
        FactField[] common =
        [
            new("user_id", FieldType.Text) { Required = userRequired },
            new("username", FieldType.Text) { MaxBytes = 256 },
            new("first_name", FieldType.Text) { MaxBytes = 256 },
            new("meta", FieldType.Json) { MaxBytes = MaxJsonBytes },
        ];
        Fields = [.. common, .. own];
        for (var index = 0; index < Fields.Count; index++) Fields[index].Index = index;
        byName = Fields
            .SelectMany(field => field.Aliases.Prepend(field.Name).Select(name => (name, field)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.field, StringComparer.Ordinal);
        Dimensions = [.. Fields.Where(field => field.Dimension != Dimension.None)];
    }

    public FactKind Kind { get; }

    /// <summary>The kind's own name for <c>id</c>, as <c>message_id</c>.</summary>
    public string? IdAlias { get; }

    public IReadOnlyList<FactField> Fields { get; }

    /// <summary>Fields that are dimensions, in the order of a stored fact's dimension slots.</summary>
    public IReadOnlyList<FactField> Dimensions { get; }

    /// <summary>The field of this wire name or alias, or null.</summary>
    public FactField? Find(string name) => byName.GetValueOrDefault(name);

    public FactField this[string name] => byName[name];

    public static FactSchema Image { get; } = new(FactKind.Image, null, userRequired: false,
        // Derived by SourceRule from meta, never taken from the wire.
        new("source", FieldType.Code) { Dimension = Dimension.Source },
        // Derived from again_of: "again" where the image is another one of what an image was asked to be.
        new("origin", FieldType.Code) { Dimension = Dimension.Origin },
        new("persona_id", FieldType.Name) { Dimension = Dimension.Persona },
        new("dataset_id", FieldType.Name) { Dimension = Dimension.Dataset },
        new("style", FieldType.Name) { Dimension = Dimension.Style, MaxBytes = 256 },
        new("model", FieldType.Name) { Dimension = Dimension.Model, MaxBytes = 256, Aliases = ["model_used"] },
        new("provider", FieldType.Name) { Dimension = Dimension.Provider },
        new("resolution", FieldType.Name) { Dimension = Dimension.Resolution },
        new("format", FieldType.Name) { Dimension = Dimension.Format },
        new("quality", FieldType.Name) { Dimension = Dimension.Quality },
        // "succeeded" (default) or "failed".
        new("status", FieldType.Name) { Dimension = Dimension.Status },
        new("aspect_ratio", FieldType.Name) { Dimension = Dimension.AspectRatio },
        // JSON: names, or objects with a name; a JSON string that holds such an array is taken too. The row keeps the interned set.
        new("loras", FieldType.Json) { Dimension = Dimension.Lora, MaxBytes = MaxJsonBytes },
        new("generation_time", FieldType.Duration),
        new("gpu_time", FieldType.Duration),
        new("cost", FieldType.Money),
        new("bytes", FieldType.Integer) { Aliases = ["file_size"] },
        new("width", FieldType.Integer),
        new("height", FieldType.Integer),
        new("upscale_factor", FieldType.Integer),
        new("reference_images_count", FieldType.Integer),
        // Kept with the persona, returned with each of its images.
        new("persona_name", FieldType.Text) { MaxBytes = 256 },
        new("prompt", FieldType.Text) { MaxBytes = Megabyte },
        new("full_prompt", FieldType.Text) { MaxBytes = Megabyte, Aliases = ["prompt_used"] },
        new("negative_prompt", FieldType.Text) { MaxBytes = Megabyte },
        new("image_url", FieldType.Text) { MaxBytes = 8192 },
        new("unique_visual_elements", FieldType.Json) { MaxBytes = MaxJsonBytes },
        // The id of the image that this one was made again of.
        new("again_of", FieldType.Text),
        new("error", FieldType.Text) { MaxBytes = 8192 });

    public static FactSchema Message { get; } = new(FactKind.Message, "message_id", userRequired: false,
        new("role", FieldType.Name) { Dimension = Dimension.Role, Required = true },
        new("model", FieldType.Name) { Dimension = Dimension.Model, MaxBytes = 256, Aliases = ["model_used"] },
        new("conversation_id", FieldType.Text) { Required = true },
        new("response_time", FieldType.Duration),
        new("cost", FieldType.Money),
        new("input_tokens", FieldType.Integer),
        new("output_tokens", FieldType.Integer),
        // A lone total is output for role assistant, input otherwise; it is kept as one of the two above and returned as their sum.
        new("tokens", FieldType.Integer) { Aliases = ["token_count"] },
        new("text", FieldType.Text) { MaxBytes = Megabyte, Aliases = ["content"] });

    public static FactSchema Activity { get; } = new(FactKind.Activity, null, userRequired: true,
        new("activity_type", FieldType.Name) { Dimension = Dimension.Type, Required = true, Aliases = ["action_type"] },
        new("guild_id", FieldType.Name) { Dimension = Dimension.Guild },
        new("ip_address", FieldType.Text),
        new("user_agent", FieldType.Text) { MaxBytes = 2048 },
        new("extra_data", FieldType.Json) { MaxBytes = MaxJsonBytes },
        new("details", FieldType.Json) { MaxBytes = MaxJsonBytes });

    public static FactSchema ApiCall { get; } = new(FactKind.ApiCall, null, userRequired: false,
        // The path as sent; the dimension is the method with the path's template ("GET /users/{id}").
        new("endpoint", FieldType.Text) { Dimension = Dimension.Endpoint, Required = true, MaxBytes = 2048 },
        // Derived from status_code: 2 for 2xx.
        new("status_class", FieldType.Code) { Dimension = Dimension.StatusClass },
        new("error_type", FieldType.Name) { Dimension = Dimension.ErrorType },
        new("method", FieldType.Text) { Required = true, MaxBytes = 16 },
        new("status_code", FieldType.Integer) { Required = true },
        new("response_time", FieldType.Duration),
        new("cost", FieldType.Money));

    public static FactSchema Command { get; } = new(FactKind.Command, null, userRequired: true,
        new("command_name", FieldType.Name) { Dimension = Dimension.Command, Required = true },
        new("guild_id", FieldType.Name) { Dimension = Dimension.Guild },
        new("channel_id", FieldType.Name) { Dimension = Dimension.Channel },
        new("execution_time", FieldType.Duration),
        // True where absent.
        new("success", FieldType.Flag),
        new("error", FieldType.Text) { MaxBytes = 8192 });

    /// <summary>A change of a conversation: <c>action</c> is <c>created</c>, <c>ended</c> or <c>deleted</c>.</summary>
    public static FactSchema Conversation { get; } = new(FactKind.Conversation, null, userRequired: false,
        new("conversation_id", FieldType.Text) { Required = true },
        new("action", FieldType.Text) { Required = true });

    public static IReadOnlyList<FactSchema> All { get; } = [Image, Message, Activity, ApiCall, Command, Conversation];

    public static FactSchema Of(FactKind kind) => All[(int)kind - 1];
}
