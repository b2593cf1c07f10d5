using System.Globalization;
using System.Text;

namespace Vitrine.Generation.Sketch;

/// <summary>An SVG being drawn. Nothing of a prompt is ever written into it.</summary>
internal sealed class SketchCanvas(int width, int height)
{
    private readonly StringBuilder body = new();
    private readonly StringBuilder definitions = new();
    private int gradients;

    public int Width => width;

    public int Height => height;

    /// <summary>The smaller side, to which things are sized.</summary>
    public double Unit => Math.Min(width, height);

    public void Gradient(double top, double bottom, string from, string to)
    {
        var id = $"g{gradients++}";
        definitions.Append(CultureInfo.InvariantCulture, $"""<linearGradient id="{id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{from}"/><stop offset="1" stop-color="{to}"/></linearGradient>""");
        body.Append(CultureInfo.InvariantCulture, $"""<rect x="0" y="{top:0.#}" width="{width}" height="{bottom - top:0.#}" fill="url(#{id})"/>""");
    }

    /// <summary>A disc that glows.</summary>
    public void Glow(double x, double y, double radius, string colour)
    {
        var id = $"g{gradients++}";
        definitions.Append(CultureInfo.InvariantCulture, $"""<radialGradient id="{id}"><stop offset="0" stop-color="{colour}" stop-opacity="0.55"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>""");
        body.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius * 3.2:0.#}" fill="url(#{id})"/>""");
        Circle(x, y, radius, colour);
    }

    public void Circle(double x, double y, double radius, string colour, double opacity = 1) =>
        body.Append(CultureInfo.InvariantCulture, $"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius:0.##}" fill="{colour}" opacity="{opacity:0.##}"/>""");

    public void Rectangle(double x, double y, double wide, double high, string colour, double opacity = 1) =>
        body.Append(CultureInfo.InvariantCulture, $"""<rect x="{x:0.#}" y="{y:0.#}" width="{wide:0.#}" height="{high:0.#}" fill="{colour}" opacity="{opacity:0.##}"/>""");

    public void Shape(IEnumerable<(double X, double Y)> points, string colour, double opacity = 1) =>
        body.Append("<polygon points=\"")
            .AppendJoin(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")))
            .Append(CultureInfo.InvariantCulture, $"\" fill=\"{colour}\" opacity=\"{opacity:0.##}\"/>");

    public void Line(double x1, double y1, double x2, double y2, double thickness, string colour, double opacity = 1) =>
        body.Append(CultureInfo.InvariantCulture, $"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" stroke="{colour}" stroke-width="{thickness:0.##}" stroke-linecap="round" opacity="{opacity:0.##}"/>""");

    /// <summary>The ground below a line that rolls.</summary>
    public void Ground(SketchRandom random, double level, double swing, string colour, bool isRough = false)
    {
        var (first, second) = (random.Between(0.6, 1.6), random.Between(2, 4));
        var (shift, tilt) = (random.Between(0, 6.3), random.Between(0, 6.3));
        var points = new List<(double, double)> { (0, height) };
        const int steps = 96;
        for (var step = 0; step <= steps; step++)
        {
            var at = (double)step / steps;
            var wave = Math.Sin((at * 6.3 * first) + shift) + (0.45 * Math.Sin((at * 6.3 * second) + tilt));
            if (isRough) wave = Math.Abs(wave) + random.Between(-0.12, 0.12);
            points.Add((at * width, level - (swing * wave)));
        }
        points.Add((width, height));
        Shape(points, colour);
    }

    public string ToSvg() => string.Create(CultureInfo.InvariantCulture,
        $"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><defs>{definitions}</defs>{body}</svg>""");
}
