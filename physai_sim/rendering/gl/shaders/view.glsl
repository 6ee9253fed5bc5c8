// What is the same for every pixel of one picture. Python fills it in view_block.py.
layout(std140, binding = 0) uniform View {
    mat4 clip_from_world;
    mat4 next_clip_from_world;   // of the next frame, for optical flow
    mat4 shadow_from_world;
    mat4 ray_from_pixel;         // (column, row, 1) of this tile to a direction in the world
    vec4 eye;                    // camera in the world; w: 1 where shadows are drawn
    vec4 axis;                   // unit vector along the optical axis; w: episode time [s]
    vec4 sun;                    // unit vector towards the sun; w: strength of highlights
    vec4 light;                  // ambient, diffuse, fog [1/m], wetness
    vec4 sky;                    // its colour; w: rain, 0 to 1
    vec4 tile;                   // first column, first row, columns, rows of this picture
    vec4 lamps;                  // number of lamps, lift of shadows [m], focal length [px], falling snow
    vec4 sun_tint;               // colour of the sun; w: how much of what is level is covered
    vec4 sky_tint;               // colour of the light from the sky
    vec4 cover;                  // colour of what lies on level surfaces
    vec4 lamp_place[8];
    vec4 lamp_axis[8];
};
