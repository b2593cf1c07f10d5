using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Generation;

/// <summary>Google's Gemini; set up where there is a key.</summary>
public sealed class GeminiProviderOptions
{
    public const string SectionName = "Gemini";

    /// <summary>The key. Default none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model of requests that name none. Default gemini-3-pro-image.</summary>
    [Required]
    public string Model { get; set; } = "gemini-3-pro-image";

    /// <summary>Where it is, instead of Google's own address. Default none.</summary>
    [Url]
    public string? Endpoint { get; set; }
}

/// <summary>OpenAI's Images API, or one that speaks like it; set up where there is a key.</summary>
public sealed class OpenAIProviderOptions
{
    public const string SectionName = "OpenAI";

    /// <summary>The key. Default none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The model of requests that name none. Default gpt-image-1.5.</summary>
    [Required]
    public string Model { get; set; } = "gpt-image-1.5";

    /// <summary>Where it is, instead of OpenAI's own address. Default none.</summary>
    [Url]
    public string? Endpoint { get; set; }
}

/// <summary>A ComfyUI server; set up where there is a workflow.</summary>
public sealed class ComfyUIProviderOptions
{
    public const string SectionName = "ComfyUI";

    /// <summary>File of the workflow, as ComfyUI exports it for its API, with places for the prompt and the like. Default none.</summary>
    public string? WorkflowFile { get; set; }

    /// <summary>What stands for the place of the model where a request names none. Default none.</summary>
    public string? Model { get; set; }

    /// <summary>Where it is. Default http://127.0.0.1:8188/.</summary>
    [Url]
    public string Endpoint { get; set; } = "http://127.0.0.1:8188/";
}

/// <summary>A serverless endpoint at RunPod; set up where there is a key.</summary>
public sealed class RunPodProviderOptions
{
    public const string SectionName = "RunPod";

    /// <summary>The key. Default none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Which endpoint, as RunPod names it. Needed with a key. Default none.</summary>
    public string? EndpointId { get; set; }

    /// <summary>File of the worker's input as JSON, with places for the prompt and the like. Needed with a key. Default none.</summary>
    public string? InputFile { get; set; }

    /// <summary>What stands for the place of the model where a request names none. Default none.</summary>
    public string? Model { get; set; }

    /// <summary>Where it is, instead of RunPod's own address. Default none.</summary>
    [Url]
    public string? Endpoint { get; set; }
}
