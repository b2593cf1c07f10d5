using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Generation.Sketch;

/// <summary>Numbers that follow from a text alone, the same on every machine and version: SplitMix64 from its hash.</summary>
internal sealed class SketchRandom(string text)
{
    private ulong state = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public double Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public double Between(double least, double most) => least + ((most - least) * Next());

    public int Below(int count) => (int)(Next() * count);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
