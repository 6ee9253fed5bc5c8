// The sky behind everything: one triangle that holds the whole picture. More and smaller ones could
// be coloured at their corners, but a software renderer shades the pixels along edges twice.
out vec3 toward;
flat out vec3 low;           // its colour at the horizon, and high above
flat out vec3 high;

void main() {
    vec2 at = vec2(gl_VertexID == 1 ? 2.0 : 0.0, gl_VertexID == 2 ? 2.0 : 0.0);
    gl_Position = vec4(at * 2.0 - 1.0, 1.0, 1.0);
    toward = (ray_from_pixel * vec4(at * tile.zw - 0.5, 1.0, 0.0)).xyz;
    low = sky_low();
    high = sky_high();
}
