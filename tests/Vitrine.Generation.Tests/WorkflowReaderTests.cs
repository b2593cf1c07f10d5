using System.Text.Json.Nodes;
using Vitrine.Generation.Workflows;

namespace Vitrine.Generation.Tests;

public sealed class WorkflowReaderTests
{
    private const string Basics =
        """
        "3":{"class_type":"KSampler","inputs":{"seed":156680208700286,"steps":20,"cfg":8,"model":["12",0],"positive":["6",0],"negative":["7",0],"latent_image":["5",0]}},
        "4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"dreamshaper_8.safetensors"}},
        "5":{"class_type":"EmptyLatentImage","inputs":{"width":832,"height":1216,"batch_size":1}},
        "6":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat","clip":["12",1]}},
        "7":{"class_type":"CLIPTextEncode","inputs":{"text":"blurry","clip":["12",1]}},
        "8":{"class_type":"VAEDecode","inputs":{"samples":["3",0],"vae":["4",2]}},
        "11":{"class_type":"LoraLoader","inputs":{"lora_name":"base.safetensors","strength_model":0.8,"strength_clip":1,"model":["4",0],"clip":["4",1]}},
        "12":{"class_type":"LoraLoader","inputs":{"lora_name":"fine.safetensors","strength_model":1,"strength_clip":1,"model":["11",0],"clip":["11",1]}},
        "13":{"class_type":"LoraLoader","inputs":{"lora_name":"unused.safetensors","strength_model":1,"strength_clip":1,"model":["4",0],"clip":["4",1]}}
        """;

    [Fact]
    public void It_reads_what_runs()
    {
        var reading = Read(Basics + "," + """
            "9":{"class_type":"SaveImage","inputs":{"images":["20",0]}},
            "20":{"class_type":"ImageScaleBy","inputs":{"image":["21",0],"scale_by":0.5}},
            "21":{"class_type":"ImageUpscaleWithModel","inputs":{"image":["8",0],"upscale_model":["22",0]}},
            "22":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"4x-UltraSharp.pth"}},
            "23":{"class_type":"LatentUpscaleBy","inputs":{"samples":["3",0],"scale_by":8}}
            """);
        Assert.Equal(
            ("dreamshaper_8.safetensors", "832x1216", "blurry", 156680208700286, 2.0),
            (reading.Model, reading.Resolution, reading.NegativePrompt, reading.Seed, reading.UpscaleFactor));
        // As they are put on the model; the one that leads nowhere is not.
        Assert.Equal([new LoraUse("base.safetensors", 0.8), new LoraUse("fine.safetensors", 1)], reading.Loras);
    }

    [Theory]
    [InlineData("4x-UltraSharp.pth", 4.0)]
    [InlineData("RealESRGAN_x4plus.pth", 4.0)]
    [InlineData("2xLexica.pth", 2.0)]
    [InlineData("upscale/8x_NMKD-Superscale_150000_G.pth", 8.0)]
    [InlineData("SwinIR_4x.pth", 4.0)]
    [InlineData("remacri.pth", null)]
    [InlineData("sd15xl.pth", null)]
    public void An_upscale_models_factor_is_in_its_name(string model, double? factor) => Assert.Equal(
        factor,
        Read($$$"""
            "1":{"class_type":"ImageUpscaleWithModel","inputs":{"image":["3",0],"upscale_model":["2",0]}},
            "2":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"{{{model}}}"}}
            """).UpscaleFactor);

    [Fact]
    public void An_upscaler_with_a_factor_of_its_own_keeps_to_it() => Assert.Equal(
        1.5,
        Read("""
            "1":{"class_type":"UltimateSDUpscale","inputs":{"upscale_by":1.5,"upscale_model":["2",0]}},
            "2":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"4x-UltraSharp.pth"}}
            """).UpscaleFactor);

    [Fact]
    public void A_flux_workflow_has_no_negative_prompt_and_its_seed_elsewhere()
    {
        var reading = Read("""
            "1":{"class_type":"UNETLoader","inputs":{"unet_name":"flux1-dev.safetensors"}},
            "2":{"class_type":"LoraLoaderModelOnly","inputs":{"lora_name":"off.safetensors","strength_model":0,"model":["1",0]}},
            "3":{"class_type":"RandomNoise","inputs":{"noise_seed":7}},
            "4":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat"}},
            "5":{"class_type":"ConditioningZeroOut","inputs":{"conditioning":["4",0]}},
            "6":{"class_type":"CFGGuider","inputs":{"model":["2",0],"positive":["4",0],"negative":["5",0]}},
            "7":{"class_type":"PrimitiveInt","inputs":{"value":768}},
            "8":{"class_type":"EmptySD3LatentImage","inputs":{"width":["7",0],"height":512}},
            "9":{"class_type":"SamplerCustomAdvanced","inputs":{"noise":["3",0],"guider":["6",0],"latent_image":["8",0]}},
            "10":{"class_type":"SaveImage","inputs":{"images":["9",0]}}
            """);
        Assert.Equal(("flux1-dev.safetensors", 7, "768x512", null), (reading.Model, reading.Seed, reading.Resolution, reading.NegativePrompt));
        Assert.Empty(reading.Loras);
    }

    [Fact]
    public void A_negative_prompt_is_found_behind_what_is_done_with_it() => Assert.Equal(
        "ugly",
        Read("""
            "1":{"class_type":"KSampler","inputs":{"positive":["2",0],"negative":["2",1]}},
            "2":{"class_type":"ControlNetApplyAdvanced","inputs":{"positive":["3",0],"negative":["4",0]}},
            "3":{"class_type":"CLIPTextEncode","inputs":{"text":"nice"}},
            "4":{"class_type":"CLIPTextEncode","inputs":{"text":["5",0]}},
            "5":{"class_type":"PrimitiveString","inputs":{"value":"ugly"}}
            """).NegativePrompt);

    [Theory]
    [InlineData("")]
    [InlineData("\"1\":null,\"2\":[],\"3\":{\"class_type\":5,\"inputs\":{}},\"4\":{\"class_type\":\"X\",\"inputs\":[]}")]
    [InlineData("\"1\":{\"class_type\":\"KSampler\",\"inputs\":{\"negative\":[\"1\",0],\"seed\":\"x\",\"model\":[\"9\",0]}}")]
    [InlineData("\"1\":{\"class_type\":\"A\",\"inputs\":{\"negative\":[\"2\",0]}},\"2\":{\"class_type\":\"B\",\"inputs\":{\"negative\":[\"1\",0],\"conditioning\":{}}}")]
    public void What_is_not_there_or_goes_round_in_circles_says_nothing(string nodes)
    {
        var reading = Read(nodes);
        Assert.Equal((null, null, null, null, null), (reading.Model, reading.Resolution, reading.NegativePrompt, reading.Seed, reading.UpscaleFactor));
        Assert.Empty(reading.Loras);
    }

    private static WorkflowReading Read(string nodes) => WorkflowReader.Read((JsonObject)JsonNode.Parse($"{{{nodes}}}")!);
}
